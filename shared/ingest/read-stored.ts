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

/** A profile as it is stored, and when its service was judged last, where it was. */
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
  return readKept(deps, { ...name, facts: factsOf(object.metadata) }, object.body, key, now)
}

/**
 * Reads a profile whose bytes and facts are known, as ingest would have.
 *
 * @param what names it where it cannot be read
 * @throws Error where it cannot be read
 */
export async function readKept(
  deps: ReadPushDeps,
  kept: Pick<StoredRead, 'tenant' | 'service' | 'id' | 'facts'>,
  bytes: Uint8Array,
  what: string,
  now: number,
): Promise<StoredRead> {
  const { tenant, service, facts } = kept
  const { signed, profile: unnamed } = await deps
    .readProfileBody(bytes, deps.readLimits)
    .catch(unreadable(what))
  const profile = named(unnamed, facts.type)
  const counts = countedAt(profile, signed.counts, facts.at)
  const known = await deps.services.find(tenant, service, now)
  return { ...kept, profile, signed: { ...signed, counts }, lastJudged: known?.lastJudged }
}
