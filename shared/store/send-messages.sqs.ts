import { type BatchResultErrorEntry, SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs'
import pRetry, { AbortError } from 'p-retry'
import { type AskingRequest, requestAttribute } from './request-attribute.ts'

/** SendMessageBatch takes at most ten entries (SQS API reference). */
const BATCH = 10
/** The SDK repeats whole calls by itself; these are for entries that SQS refused inside of a good answer. */
const RETRY = { retries: 4, minTimeout: 50 }

/** Where messages go, and what they are for, in words for an error. */
export interface MessageTarget {
  readonly client: SQSClient
  readonly url: string
  readonly to: string
  readonly request: AskingRequest | undefined
}

/** Sends each value as a message of its own, ten a call. @throws Error where not all of them are durable */
export async function sendMessages(target: MessageTarget, values: readonly object[]): Promise<void> {
  for (let i = 0; i < values.length; i += BATCH) await sendBatch(target, values.slice(i, i + BATCH))
}

async function sendBatch(
  { client, url, to, request }: MessageTarget,
  values: readonly object[],
): Promise<void> {
  let open = values
  const attribute = requestAttribute(request)
  await pRetry(async () => {
    const Entries = open.map((each, i) => ({
      Id: String(i),
      MessageBody: JSON.stringify(each),
      ...attribute,
    }))
    const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }))
    if (Failed.length === 0) return
    const refused = new Set(Failed.map(({ Id }) => Id))
    open = open.filter((_, i) => refused.has(String(i)))
    throw refusal(Failed, to)
  }, RETRY)
}

/** An entry that is wrong in itself is refused again however often it is sent. */
function refusal(failed: readonly BatchResultErrorEntry[], to: string): Error {
  const causes = failed.map(({ Code, Message }) => `${Code}: ${Message ?? ''}`).join('; ')
  const error = new Error(`SQS refused ${failed.length} messages to ${to}: ${causes}`)
  return failed.some(({ SenderFault }) => SenderFault === true) ? new AbortError(error) : error
}
