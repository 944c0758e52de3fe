import { parseProfileKey } from '#shared/store/keys.ts'
import type { ProfileStore } from '#shared/store/profile-store.ts'
import { factsOf } from './profile-object.ts'
import { countedAt } from './read-profile-body.ts'
import { named, type ReadPushDeps } from './read-push.ts'
import type { SignedProfile } from './signed-profile.ts'
import { unreadable } from './unreadable.ts'

export interface ReadStoredDeps extends ReadPushDeps {
  readonly profiles: ProfileStore
}

/** A profile as it was stored, and when its service was judged last, where it was. */
export type StoredRead = SignedProfile & { readonly lastJudged: number | undefined }

/**
 * Reads a profile that S3 holds.
 *
 * @returns undefined: there is no such object
 * @throws Error where the key or the object is not one that ingest wrote
 */
export async function readStored(
  deps: ReadStoredDeps,
  key: string,
  now: number,
): Promise<StoredRead | undefined> {
  const name = parseProfileKey(key)
  if (name === undefined) throw new Error(`${key} is not the key of a profile`)
  const object = await deps.profiles.get(key)
  if (object === undefined) return undefined
  const body = await deps.readProfileBody(object.body, deps.readLimits).catch(unreadable(key))
  const facts = factsOf(object.metadata)
  const { signed, profile: unnamed } = body
  const profile = named(unnamed, facts.type)
  const counts = countedAt(profile, signed.counts, facts.at)
  const service = await deps.services.find(name.tenant, name.service, now)
  return { ...name, facts, profile, signed: { ...signed, counts }, lastJudged: service?.lastJudged }
}
