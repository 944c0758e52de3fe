import { type BatchResultErrorEntry, SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs'
import pRetry, { AbortError } from 'p-retry'
import type { JudgeQueue, JudgeRequest } from './judge-queue.ts'
import { type AskingRequest, requestAttribute } from './request-attribute.ts'

/** SendMessageBatch takes at most ten entries (SQS API reference). */
const BATCH = 10
/** The SDK repeats whole calls by itself; these are for entries that SQS refused inside of a good answer. */
const RETRY = { retries: 4, minTimeout: 50 }

/** The queue in SQS, one message a service, ten a call. */
export function sqsJudgeQueue(client: SQSClient, url: string, request?: AskingRequest): JudgeQueue {
  return {
    send: async (requests) => {
      for (let i = 0; i < requests.length; i += BATCH)
        await sendBatch(client, url, requests.slice(i, i + BATCH), request)
    },
  }
}

async function sendBatch(
  client: SQSClient,
  url: string,
  requests: readonly JudgeRequest[],
  request: AskingRequest | undefined,
): Promise<void> {
  let open = requests
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
    throw refusal(Failed)
  }, RETRY)
}

/** An entry that is wrong in itself is refused again however often it is sent. */
function refusal(failed: readonly BatchResultErrorEntry[]): Error {
  const causes = failed.map(({ Code, Message }) => `${Code}: ${Message ?? ''}`).join('; ')
  const error = new Error(`SQS refused ${failed.length} messages to the judge: ${causes}`)
  return failed.some(({ SenderFault }) => SenderFault === true) ? new AbortError(error) : error
}
