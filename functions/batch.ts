import { type Received, requestOf } from '#shared/store/request-attribute.ts'
import { logFailure } from './log.ts'
import { forRequest } from './request-id.ts'

interface Message extends Received {
  readonly messageId: string
  readonly body: string
}

/** What SQS hands to a function: the part that is read. */
export interface QueueEvent {
  readonly Records: readonly Message[]
}

/** What a function answers: SQS delivers these messages again and deletes the others. */
export interface QueueAnswer {
  readonly batchItemFailures: { readonly itemIdentifier: string }[]
}

/**
 * Handles the messages of a batch one after the other, each for the request that sent it; one that throws fails alone.
 *
 * @param handle gets the body of a message, and what Lambda hands over beside the event
 */
export function batch<Rest extends readonly unknown[]>(
  handle: (body: string, ...rest: Rest) => Promise<void>,
): (event: QueueEvent, ...rest: Rest) => Promise<QueueAnswer> {
  return async ({ Records }, ...rest) => {
    const batchItemFailures: QueueAnswer['batchItemFailures'] = []
    for (const message of Records) {
      const { messageId, body } = message
      await forRequest(requestOf(message) ?? messageId, async () => {
        try {
          await handle(body, ...rest)
        } catch (error) {
          batchItemFailures.push({ itemIdentifier: messageId })
          logFailure('a message failed', error, { messageId })
        }
      })
    }
    return { batchItemFailures }
  }
}
