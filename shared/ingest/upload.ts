import { Rejection } from '#shared/api/reason.ts'
import { keptLabels } from '#shared/settings/labels.ts'
import { objectKey } from '#shared/store/keys.ts'
import type { PresignedPut, ProfileStore } from '#shared/store/profile-store.ts'
import type { Upload, UploadStore } from '#shared/store/upload-store.ts'
import { MINUTE } from '#shared/time.ts'
import { type AdmissionLimits, admitMetadata, admitNames, admitTimes, labelRoom } from './admission.ts'
import type { KnownServices } from './known-services.ts'
import { type LabelRoom, trimLabels } from './label-trim.ts'
import { metadataOf } from './profile-object.ts'

export interface AnnounceDeps {
  readonly profiles: ProfileStore
  readonly uploads: UploadStore
  readonly services: KnownServices
  readonly admission: AdmissionLimits
}

/** What its sender says of a dump before sending it. */
export type Announcement = Omit<Upload, 'announcedAt' | 'urlExpiresAt' | 'outcome'>

/** Bytes of one upload: where the runtime cuts a debug=2 dump (runtime/pprof, writeGoroutineStacks). */
export const UPLOAD_BYTES = 64 * 1024 * 1024
/** A URL is good for 15 minutes: 64 MB in that time is 0.6 Mbit/s. */
const URL_LIFE = 15 * MINUTE

/**
 * Lets a sender put one large dump into the bucket itself.
 *
 * Who the dump is of is kept here, out of the sender's reach; all that can be refused without the bytes is
 * refused now.
 * @throws Rejection with the reason; `index-unavailable` is safe to repeat
 */
export async function announceUpload(
  deps: AnnounceDeps,
  announcement: Announcement,
  now: number,
): Promise<PresignedPut & { readonly urlExpiresAt: number; readonly trimmedLabels: readonly string[] }> {
  const room = admit(announcement, now, deps.admission)
  const { tenant, service, id, bytes, contentType } = announcement
  const known = await deps.services.find(tenant, service, now)
  const { labels, trimmed } = trimLabels(keptLabels(announcement.labels, known), room, known?.allowedLabels)
  const target = { key: objectKey.upload(tenant, id), bytes, contentType, expiresIn: URL_LIFE / 1000 }
  const put = await deps.profiles.presignPut(target, now)
  // S3 counts from the whole second in which the URL was signed.
  const urlExpiresAt = Math.floor(now / 1000) * 1000 + URL_LIFE
  await deps.uploads.announce({ ...announcement, labels, announcedAt: now, urlExpiresAt }).catch((cause) => {
    throw new Rejection('index-unavailable', 'The upload could not be announced; ask again in a moment.', {
      cause,
    })
  })
  return { ...put, urlExpiresAt, trimmedLabels: trimmed }
}

/** @returns what there is room for beside the facts */
function admit(announcement: Announcement, now: number, limits: AdmissionLimits): LabelRoom {
  admitNames(announcement, limits)
  const { process, at = now, type = 'goroutineleak', bytes } = announcement
  admitTimes(at, process.startedAt, now, limits)
  const facts = { process, labels: {}, type, at, source: UPLOAD_SOURCE, receivedAt: now }
  const metadata = metadataOf({ ...facts, sha256: '0'.repeat(64) })
  admitMetadata(metadata, limits)
  if (bytes > UPLOAD_BYTES) {
    throw new Rejection(
      'body-too-large',
      `The upload is to have ${bytes} bytes; at most ${UPLOAD_BYTES} are taken. Send it gzipped, or as debug=0.`,
      { limit: UPLOAD_BYTES, actual: bytes },
    )
  }
  return labelRoom(metadata, limits)
}

/** How a profile that came in by an upload says so. */
export const UPLOAD_SOURCE = 'upload'
