import { Rejection } from '#shared/api/reason.ts'
import { readProfile } from '#shared/goroutine/detect.ts'
import type { GoroutineProfile, ReadOptions } from '#shared/goroutine/model.ts'
import { objectKey, slotStartOf } from '#shared/store/keys.ts'
import type { ProfileStore, StoredProfile } from '#shared/store/profile-store.ts'
import { batchedProfile } from './batched-profile.ts'

/** The profile with an id. @throws Rejection `unknown-profile`, also for what is no id */
export async function knownProfile(
  { profiles }: { readonly profiles: ProfileStore },
  tenant: string,
  service: string,
  id: string,
): Promise<StoredProfile> {
  // The id does not say the debug level, which is a part of the key.
  const isId = slotStartOf(id) !== undefined
  for (const debug of isId ? ([0, 2, 1] as const) : []) {
    const found = await profiles.get(objectKey.profile(tenant, service, id, debug))
    if (found !== undefined) return found
  }
  const batched = isId ? await batchedProfile(profiles, tenant, service, id) : undefined
  if (batched !== undefined) return batched
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
