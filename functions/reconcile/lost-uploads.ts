import type { IndexQueue } from '#shared/store/index-queue.ts'
import { objectKey, parseUploadKey } from '#shared/store/keys.ts'
import type { ProfileStore } from '#shared/store/profile-store.ts'
import type { UploadStore } from '#shared/store/upload-store.ts'
import { MINUTE } from '#shared/time.ts'

interface LostUploadDeps {
  readonly profiles: ProfileStore
  readonly uploads: UploadStore
  readonly indexQueue: IndexQueue
}

/** From when on an upload that lies in the bucket is taken for one whose event was lost: events take seconds. */
const PATIENCE = 10 * MINUTE

/**
 * Queues the uploads that lie in the bucket though nothing becomes of them: the event was lost, or the process that had it
 * ended. To index one that is under way after all changes nothing.
 *
 * @returns how many
 */
export async function queueLostUploads(
  { profiles, uploads, indexQueue }: LostUploadDeps,
  now: number,
): Promise<number> {
  let lost = 0
  for await (const tenant of profiles.folders(objectKey.uploads()))
    for await (const key of profiles.list(objectKey.uploads(tenant))) {
      const name = parseUploadKey(key)
      const upload = name && (await uploads.get(name.tenant, name.id))
      // Without its row an object is nobody's, and goes.
      if (name === undefined || now - (upload?.announcedAt ?? 0) < PATIENCE) continue
      await indexQueue.send({ key })
      lost++
    }
  return lost
}
