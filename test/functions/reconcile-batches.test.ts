import { beforeEach, expect, test } from 'vitest'
import { indexUpload } from '#functions/index-upload/index-upload.ts'
import { reconcile } from '#functions/reconcile/reconcile.ts'
import { DAY, dayStart, HOUR, MINUTE } from '#shared/time.ts'
import { NOW, testStores } from '#test/support/api.ts'
import { dump } from '#test/support/pprof.ts'
import { ingest, ingestTogether, pushOf } from '#test/support/push.ts'

const YESTERDAY = dayStart(NOW) - DAY
const BATCHES = 24
let stores: ReturnType<typeof testStores>

/** A batch an hour of yesterday, each of three profiles. */
beforeEach(async () => {
  stores = testStores()
  for (let hour = 0; hour < BATCHES; hour++) {
    const at = YESTERDAY + hour * HOUR
    stores.clock.now = at + 10 * MINUTE
    const three = [0, 1, 2].map((i) => ({
      at: at + i * MINUTE,
      body: dump({ 'main.recv < main.worker': 1 + i }),
    }))
    await ingestTogether(stores, three, { start: new Date(YESTERDAY - DAY).toISOString() })
  }
  stores.clock.now = NOW
})

const run = () => reconcile(stores.deps, NOW)
const packed = async () => (await stores.rows.table()).filter((row) => row.packed !== undefined)

test('of a day that came in batches each is looked for by its key, and no row is read for single profiles', async () => {
  stores.rows.calls.length = 0
  expect(await run()).toMatchObject({ objects: BATCHES, missing: 0, isDone: true })
  const looks = stores.rows.calls.filter(({ pk }) => pk === 'acme#checkout#2026-09-06')
  expect(looks.map(({ verb }) => verb)).toEqual(Array.from({ length: BATCHES }, () => 'getMany'))
})

test('batches whose rows were lost are found among those that stand and single profiles, and are whole again', async () => {
  const process = { ...pushOf().process, instance: 'pod-2', startedAt: undefined }
  for (let hour = 0; hour < BATCHES; hour++) await ingest(stores, { at: YESTERDAY + hour * HOUR, process })
  const before = await packed()
  for (const [i, row] of before.entries()) if (i % 3 === 0) await stores.rows.delete(row)
  expect(await run()).toMatchObject({ objects: 2 * BATCHES, missing: BATCHES / 3 })
  for (const { key } of stores.queue.sent.splice(0)) await indexUpload(stores.deps, key, NOW)
  const withoutTime = (rows: typeof before) => rows.map(({ expires: _, ...row }) => row)
  expect(withoutTime(await packed())).toEqual(withoutTime(before))
})
