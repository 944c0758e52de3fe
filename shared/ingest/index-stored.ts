import { parseBatchKey } from '#shared/store/batch-key.ts'
import { parseProfileKey } from '#shared/store/keys.ts'
import { indexStoredBatch } from './index-batch.ts'
import { indexSnapshot } from './index-snapshot.ts'
import type { IngestDeps } from './ingest.ts'
import { factsOf } from './profile-object.ts'
import { countedAt } from './read-profile-body.ts'
import { named } from './read-push.ts'
import { FORGETFUL } from './remembered.ts'
import { unreadable } from './unreadable.ts'

/**
 * Indexes a profile, or a batch of them, that S3 holds already: what the queue, a repair and a rebuild of the index ask for, in any order.
 *
 * @param key of the object
 * @returns false: there is no such object
 * @throws Error where the key or the object is not one that ingest wrote
 */
export async function indexStored(deps: IngestDeps, key: string, now: number): Promise<boolean> {
  if (parseBatchKey(key) !== undefined) return indexStoredBatch(deps, key, now)
  const name = parseProfileKey(key)
  if (name === undefined) throw new Error(`${key} is not the key of a profile`)
  const object = await deps.profiles.get(key)
  if (object === undefined) return false
  const read = await deps.readProfileBody(object.body, deps.readLimits).catch(unreadable(key))
  const facts = factsOf(object.metadata)
  const { signed, profile: unnamed } = read
  const profile = named(unnamed, facts.type)
  const counts = countedAt(profile, signed.counts, facts.at)
  const service = await deps.services.find(name.tenant, name.service, now)
  await indexSnapshot(
    { ...deps, remembered: FORGETFUL },
    { ...name, facts, profile, signed: { ...signed, counts } },
    now,
    service?.lastJudged,
    'hours',
  )
  await deps.directory.sawService(name.tenant, name.service, facts.receivedAt)
  return true
}
