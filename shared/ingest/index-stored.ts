import { readProfile } from '#shared/goroutine/detect.ts'
import { signProfile } from '#shared/signature/sign.ts'
import { parseProfileKey } from '#shared/store/keys.ts'
import { observe } from '#shared/survivor/observation.ts'
import { indexSnapshot } from './index-snapshot.ts'
import { type IngestDeps, named } from './ingest.ts'
import { factsOf } from './profile-object.ts'
import { FORGETFUL } from './remembered.ts'

/**
 * Indexes a profile that S3 holds already: what the queue, a repair and a rebuild of the index ask for, in any order.
 *
 * @param key of the profile object
 * @returns false: there is no such object
 * @throws Error where the key or the object is not one that ingest wrote
 */
export async function indexStored(deps: IngestDeps, key: string, now: number): Promise<boolean> {
  const name = parseProfileKey(key)
  if (name === undefined) throw new Error(`${key} is not the key of a profile`)
  const object = await deps.profiles.get(key)
  if (object === undefined) return false
  const reading = await readProfile(object.body, { ...deps.readLimits, roster: true })
  if (reading.answer === 'broken') throw new Error(`${key} cannot be read: ${reading.broken.detail}`)
  const facts = factsOf(object.metadata)
  const profile = named(reading.profile, facts.type)
  const signed = signProfile(profile)
  const observation = observe(profile, signed, facts.at)
  await indexSnapshot(
    { ...deps, remembered: FORGETFUL },
    { ...name, facts, profile, signed, observation },
    now,
  )
  await deps.directory.sawService(name.tenant, name.service, facts.receivedAt)
  return true
}
