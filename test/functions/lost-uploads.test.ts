import { beforeEach, expect, test } from 'vitest'
import { indexUpload } from '#functions/index-upload/index-upload.ts'
import { queueLostUploads } from '#functions/reconcile/lost-uploads.ts'
import { objectKey } from '#shared/store/keys.ts'
import { MINUTE } from '#shared/time.ts'
import { NOW, TENANT, testStores } from '#test/support/api.ts'
import { GOOD, pushOf } from '#test/support/push.ts'

const ID = '0b6a1d4e-5a53-4c0e-9d0a-7c1d2a3b4c5d'
const KEY = objectKey.upload(TENANT, ID)
let stores: ReturnType<typeof testStores>

beforeEach(async () => {
  stores = testStores()
  const { process, labels, service } = pushOf()
  await stores.deps.uploads.announce({
    ...{ tenant: TENANT, id: ID, service, process, labels, at: undefined, type: undefined },
    ...{
      bytes: GOOD.length,
      contentType: 'application/octet-stream',
      announcedAt: NOW,
      urlExpiresAt: NOW + MINUTE,
    },
  })
  await stores.profiles.put({ key: KEY, body: GOOD, metadata: {} })
})

test('an upload whose event was lost is found after ten minutes and finished', async () => {
  expect(await queueLostUploads(stores.deps, NOW + 9 * MINUTE)).toBe(0)
  stores.clock.now = NOW + 10 * MINUTE
  expect(await queueLostUploads(stores.deps, stores.clock.now)).toBe(1)
  expect(stores.queue.sent).toEqual([{ key: KEY }])
  expect(await indexUpload(stores.deps, KEY, stores.clock.now)).toBe('indexed')
  expect(await queueLostUploads(stores.deps, stores.clock.now)).toBe(0)
})

test('an object that nobody announced is queued, so that it goes', async () => {
  const stray = objectKey.upload(TENANT, ID.replace('0b', '0c'))
  await stores.profiles.put({ key: stray, body: GOOD, metadata: {} })
  expect(await queueLostUploads(stores.deps, NOW)).toBe(1)
  expect(await indexUpload(stores.deps, stray, NOW)).toBe('gone')
})
