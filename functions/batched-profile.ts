import { asStored, type UnpackedProfile, unpackBatch } from '#shared/ingest/batch-object.ts'
import { mayHold, parseBatchKey } from '#shared/store/batch-key.ts'
import { firstSnapshotId, objectKey, SEVERAL, slotStartOf } from '#shared/store/keys.ts'
import type { ProfileStore, StoredProfile } from '#shared/store/profile-store.ts'
import { HOUR, hourStart } from '#shared/time.ts'

/** The profile with an id, out of the batch that it came in, as the bucket alone knows; undefined where none has it. */
export async function batchedProfile(
  profiles: ProfileStore,
  tenant: string,
  service: string,
  id: string,
): Promise<StoredProfile | undefined> {
  for await (const key of batchesWith(profiles, tenant, service, id)) {
    const found = (await profilesOfBatch(profiles, service, key)).find((one) => one.id === id)
    if (found !== undefined) return asStored(tenant, found)
  }
  return undefined
}

/** Keys of the batches that may hold a profile: their names mark it, and they begin in the hour before it. */
async function* batchesWith(
  profiles: ProfileStore,
  tenant: string,
  service: string,
  id: string,
): AsyncGenerator<string> {
  const slot = slotStartOf(id) ?? 0
  for await (const { key, name } of batchesBetween(profiles, tenant, service, slot - HOUR + 1, slot))
    if (mayHold(name, { service, id })) yield key
}

/** The batches of a service whose first profile is of a time, `to` inclusive, oldest first in each of its two folders. */
export async function* batchesBetween(
  profiles: ProfileStore,
  tenant: string,
  service: string,
  from: number,
  to: number,
) {
  const begin = Math.max(0, from)
  for (const folder of [service, SEVERAL])
    for (let hour = hourStart(begin); hour <= to; hour += HOUR) {
      const prefix = objectKey.profileHour(tenant, folder, hour)
      for await (const key of profiles.list(prefix, prefix + firstSnapshotId(begin))) {
        const name = parseBatchKey(key)
        if ((slotStartOf(name?.first ?? '') ?? 0) > to) break
        if (name !== undefined) yield { key, name }
      }
    }
}

/** The profiles of a service that a batch holds. */
export async function profilesOfBatch(
  profiles: ProfileStore,
  service: string,
  key: string,
): Promise<UnpackedProfile[]> {
  const object = await profiles.get(key)
  return (object === undefined ? [] : await unpackBatch(object)).filter((one) => one.service === service)
}
