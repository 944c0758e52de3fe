import { indexTogether } from '#shared/ingest/index-together.ts'
import { parseProfileKey } from '#shared/store/keys.ts'
import { batch, type QueueAnswer, type QueueEvent } from '../batch.ts'
import { type IndexUploadDeps, indexUpload } from './index-upload.ts'
import { keysOf } from './messages.ts'

/** Indexes what a batch of the queue names; a message that fails is delivered again, in the end to the dead letters. */
export const handleBatch = (
  deps: IndexUploadDeps & { readonly now: () => number },
  event: QueueEvent,
): Promise<QueueAnswer> => batch((body) => indexKeys(deps, keysOf(body)))(event)

/** Profiles of one message are indexed together, whatever else there is one after the other. */
export async function indexKeys(
  deps: IndexUploadDeps & { readonly now: () => number },
  keys: readonly string[],
): Promise<void> {
  const profiles = keys.filter((key) => parseProfileKey(key) !== undefined)
  const isTogether = profiles.length > 1
  for (const key of keys)
    if (!isTogether || parseProfileKey(key) === undefined) await indexUpload(deps, key, deps.now())
  if (isTogether) await indexTogether(deps, profiles, deps.now())
}
