import { batch, type QueueAnswer, type QueueEvent } from '../batch.ts'
import { type IndexUploadDeps, indexUpload } from './index-upload.ts'
import { keysOf } from './messages.ts'

/** Indexes what a batch of the queue names; a message that fails is delivered again, in the end to the dead letters. */
export const handleBatch = (
  deps: IndexUploadDeps & { readonly now: () => number },
  event: QueueEvent,
): Promise<QueueAnswer> =>
  batch(async (body) => {
    for (const key of keysOf(body)) await indexUpload(deps, key, deps.now())
  })(event)
