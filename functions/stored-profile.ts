import { Rejection } from '#shared/api/reason.ts'
import { readProfile } from '#shared/goroutine/detect.ts'
import { DEBUG_LEVELS, type GoroutineProfile, type ReadOptions } from '#shared/goroutine/model.ts'
import { objectKey, slotStartOf } from '#shared/store/keys.ts'
import type { ProfileStore, StoredProfile } from '#shared/store/profile-store.ts'
import { batchedProfile } from './batched-profile.ts'

/** The profile with an id; undefined where there is none, which may be past its retention, and for what is no id. */
export async function storedProfile(
  { profiles }: { readonly profiles: ProfileStore },
  tenant: string,
  service: string,
  id: string,
): Promise<StoredProfile | undefined> {
  if (slotStartOf(id) === undefined) return undefined
  // The id does not say the debug level, which is a part of the key.
  for (const debug of DEBUG_LEVELS) {
    const found = await profiles.get(objectKey.profile(tenant, service, id, debug))
    if (found !== undefined) return found
  }
  return batchedProfile(profiles, tenant, service, id)
}

/** The profile with an id that a caller named. @throws Rejection `unknown-profile`, also for what is no id */
export async function knownProfile(
  deps: { readonly profiles: ProfileStore },
  tenant: string,
  service: string,
  id: string,
): Promise<StoredProfile> {
  const stored = await storedProfile(deps, tenant, service, id)
  if (stored !== undefined) return stored
  throw new Rejection('unknown-profile', 'There is no such profile; it may be past its retention.', {
    actual: id.slice(0, 200),
  })
}

/** What a stored profile says. @throws Error where it cannot be read: nothing is stored that could not be */
export async function readStored(
  { key, body }: Pick<StoredProfile, 'key' | 'body'>,
  options: ReadOptions,
): Promise<GoroutineProfile> {
  const reading = await readProfile(body, options)
  if (reading.answer === 'recognised') return reading.profile
  throw new Error(`the stored profile ${key} cannot be read: ${reading.broken.detail}`)
}
