import { parseBatchKey } from '#shared/store/batch-key.ts'
import { indexStoredBatch } from './index-batch.ts'
import { indexSnapshot } from './index-snapshot.ts'
import type { IngestDeps } from './ingest.ts'
import { readStored } from './read-stored.ts'
import { FORGETFUL } from './remembered.ts'

/**
 * Indexes a profile, or a batch of them, that S3 holds already: what the queue, a repair and a rebuild of the index ask for, in any order.
 *
 * @param key of the object
 * @returns false: there is no such object
 * @throws Error where the key or the object is not one that ingest wrote
 */
export async function indexStored(deps: IngestDeps, key: string, now: number): Promise<boolean> {
  if (parseBatchKey(key) !== undefined) return indexStoredBatch(deps, key, now)
  const read = await readStored(deps, key, now)
  if (read === undefined) return false
  await indexSnapshot({ ...deps, remembered: FORGETFUL }, read, now, read.lastJudged, 'hours')
  await deps.directory.sawService(read.tenant, read.service, read.facts.receivedAt)
  return true
}
