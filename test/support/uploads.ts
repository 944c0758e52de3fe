import { randomUUID } from 'node:crypto'
import { type Announcement, announceUpload } from '#shared/ingest/upload.ts'
import { objectKey } from '#shared/store/keys.ts'
import type { testStores } from './api.ts'
import { GOOD, pushOf } from './push.ts'

type Stores = ReturnType<typeof testStores>

/** Announces an upload of `GOOD` of `checkout` on `pod-1`, unless more is said. @returns its id and the key of its object */
export async function announced({ deps, clock }: Stores, more: Partial<Announcement> = {}) {
  const { source: _, body, ...facts } = pushOf()
  const id = randomUUID()
  const announcement = { ...facts, id, bytes: GOOD.byteLength, contentType: 'text/plain', ...more }
  await announceUpload(deps, announcement, clock.now)
  return { id, key: objectKey.upload(announcement.tenant, id) }
}

/** What S3 sends of new objects. Source: "Event message structure", Amazon S3 User Guide. */
export const objectCreated = (...keys: string[]): string =>
  JSON.stringify({
    Records: keys.map((key) => ({
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: 'eu-central-1',
      eventTime: '2026-09-07T08:30:00.000Z',
      eventName: 'ObjectCreated:Put',
      s3: {
        s3SchemaVersion: '1.0',
        bucket: { name: 'tidemark', arn: 'arn:aws:s3:::tidemark' },
        object: {
          key: encodeURIComponent(key).replaceAll('%20', '+'),
          size: 1,
          sequencer: '0055AED6DCD90281E5',
        },
      },
    })),
  })

/** What S3 sends when a notification is set up. */
export const TEST_EVENT = JSON.stringify({
  Service: 'Amazon S3',
  Event: 's3:TestEvent',
  Time: '2026-09-07T08:30:00.000Z',
  Bucket: 'tidemark',
  RequestId: '5582815E1AEA5ADF',
  HostId: '8cLeGAmw098X5cv4Zkwcmo8vvZa3eH3eKxsPzbB9wrR+YstdA6Knx4Ip8EXAMPLE',
})
