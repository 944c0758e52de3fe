import { logFailure } from '#functions/log.ts'
import { forRequest } from '#functions/request-id.ts'
import { inParallel } from '#shared/history/in-parallel.ts'
import type { FolderQueue, QueuedMessage } from '#shared/store/index-queue.sqlite.ts'

/** Messages handled at one time: their writes share commits. */
const PARALLEL = 8
/** Messages read at one time. */
const PAGE = 100

/** Hands every waiting message to `handle`, once; one that throws waits for the next time, or lies aside in the end. */
export async function drain(
  queue: FolderQueue,
  handle: (message: QueuedMessage) => Promise<unknown>,
): Promise<void> {
  const take = (message: QueuedMessage): Promise<void> =>
    forRequest(message.request ?? `message-${message.id}`, async () => {
      try {
        await handle(message)
        await queue.done(message)
      } catch (error) {
        logFailure('a queued profile could not be indexed', error)
        await queue.failed(message, error instanceof Error ? error.message : String(error))
      }
    })
  for (let last = 0; ; ) {
    const page = queue.waiting(last, PAGE)
    await inParallel(page, PARALLEL, take)
    const next = page.at(-1)
    if (next === undefined) return
    last = next.id
  }
}
