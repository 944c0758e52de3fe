import { beforeEach, describe, expect, test } from 'vitest'
import { indexUpload } from '#functions/index-upload/index-upload.ts'
import { type Reconciled, reconcile } from '#functions/reconcile/reconcile.ts'
import { DAY, dayStart, HOUR, MINUTE } from '#shared/time.ts'
import { NOW, TENANT, testStores } from '#test/support/api.ts'
import { ingest, ingestTable, pushOf } from '#test/support/push.ts'

const TODAY = dayStart(NOW)
const SERVICES = ['checkout', 'a', 'a/b', 'a-b', 'team:x']
let stores: ReturnType<typeof testStores>

/** Two tenants of five services each, a profile each three hours of three days. */
beforeEach(async () => {
  stores = testStores()
  for (let at = TODAY - 3 * DAY; at < TODAY + 3 * HOUR; at += 3 * HOUR) {
    stores.clock.now = at + MINUTE
    for (const tenant of ['acme', 'acme-2'])
      for (const service of SERVICES)
        await ingest(stores, { tenant, service, at, process: { ...pushOf().process, startedAt: undefined } })
  }
  stores.clock.now = NOW
})

const run = (remaining?: () => number, { now = NOW, stride = 1_000 } = {}) =>
  reconcile(stores.deps, now, remaining, stride)

/** Rows of snapshots, by their keys. */
const snapshots = async () =>
  (await stores.rows.table())
    .filter(({ sightings }) => sightings !== undefined)
    .map(({ pk, sk }) => ({ pk, sk }))

/** Loses the rows of every so manieth snapshot; says how many of them are of the two days before today. */
async function lose(nth: number): Promise<number> {
  const lost = (await snapshots()).filter((_, i) => i % nth === 0)
  for (const key of lost) await stores.rows.delete(key)
  const days = [TODAY - 2 * DAY, TODAY - DAY].map((at) => new Date(at).toISOString().slice(0, 10))
  return lost.filter(({ pk }) => days.some((day) => pk.endsWith(day))).length
}

const repair = async (): Promise<void> => {
  for (const { key } of stores.queue.sent.splice(0)) await indexUpload(stores.deps, key, stores.clock.now)
}

describe('reconcile', () => {
  test('queues nothing where the index has all', async () => {
    expect(await run()).toEqual({ days: 2 * 5 * 2, objects: 2 * 5 * 2 * 8, missing: 0, isDone: true })
    expect(stores.queue.sent).toEqual([])
  })

  test('finds every row of the last two days that was lost, and the index is whole again', async () => {
    const before = await snapshots()
    const lost = await lose(3)
    expect(lost).toBeGreaterThan(30)
    expect((await run()).missing).toBe(lost)
    expect(new Set(stores.queue.sent.map(({ key }) => key)).size).toBe(lost)
    await repair()
    const ofTheTwoDays = ({ pk }: { pk: string }) => /2026-09-0[56]$/.test(pk)
    expect((await snapshots()).filter(ofTheTwoDays)).toEqual(before.filter(ofTheTwoDays))
  })

  test('finds all where whole days, services and tenants are lost', async () => {
    await lose(1)
    expect(await run()).toMatchObject({ missing: 160, objects: 160 })
  })

  test.each([
    ['day by day', 1_000, 2 * 5 * 2 + 1],
    ['in the middle of days', 3, 2 * 5 * 2 * 3 + 1],
  ])('goes on %s where its time was over, and looks at nothing twice', async (_, stride, times) => {
    const lost = await lose(2)
    const runs: Reconciled[] = []
    do runs.push(await run(() => 0, { stride }))
    while (!runs.at(-1)?.isDone && runs.length < 100)
    expect(runs.length).toBe(times)
    const sum = (of: 'objects' | 'missing') => runs.reduce((total, one) => total + one[of], 0)
    expect([sum('objects'), sum('missing')]).toEqual([160, lost])
  })

  test('queues again what it could not note down, and loses nothing', async () => {
    const lost = await lose(2)
    let writes = 0
    stores.rows.fails = ({ verb, pk }) => verb === 'put' && pk.startsWith('job#') && ++writes === 5
    await expect(run()).rejects.toThrow('the table does not answer')
    stores.rows.fails = () => false
    await run()
    expect(new Set(stores.queue.sent.map(({ key }) => key)).size).toBe(lost)
  })

  test('moves no further than what is queued', async () => {
    const lost = await lose(2)
    stores.queue.isDown = true
    await expect(run()).rejects.toThrow('the queue does not answer')
    stores.queue.isDown = false
    expect((await run()).missing).toBe(lost)
  })

  test('is done once a day', async () => {
    await run()
    await lose(1)
    expect(await run()).toEqual({ days: 0, objects: 0, missing: 0, isDone: true })
    expect((await run(undefined, { now: NOW + DAY })).days).toBe(2 * 5 * 2)
  })
})

describe('reconcile of socket tables', () => {
  /** A table each three hours of three days; of two days before today 16. */
  beforeEach(async () => {
    for (let at = TODAY - 3 * DAY; at < TODAY + 3 * HOUR; at += 3 * HOUR) {
      stores.clock.now = at + MINUTE
      await ingestTable(stores, { at })
    }
    stores.clock.now = NOW
  })

  const tables = async () => (await stores.rows.table()).filter(({ sk }) => sk.startsWith('sockets#'))
  const ids = async (from: number, to: number) => {
    const found: string[] = []
    for await (const id of stores.deps.sockets.ids(TENANT, 'checkout', { from, to })) found.push(id)
    return found
  }

  test('queues nothing where the index has all', async () => {
    expect(await run()).toEqual({ days: 20 + 2, objects: 160 + 16, missing: 0, isDone: true })
  })

  test('brings back each row of the last two days as it was, those of before stay lost', async () => {
    const before = await tables()
    const wanted = await ids(TODAY - 2 * DAY, TODAY)
    expect([before.length, wanted.length]).toEqual([25, 16])
    for (const row of before) await stores.rows.delete(row)
    expect(await run()).toMatchObject({ missing: 16 })
    await repair()
    const isWanted = ({ sk }: { sk: string }) => wanted.some((id) => sk.endsWith(id))
    expect(await tables()).toEqual(before.filter(isWanted))
  })

  test('goes on between two of them where its time was over', async () => {
    for (const row of await tables()) await stores.rows.delete(row)
    const runs: Reconciled[] = []
    do runs.push(await run(() => 0, { stride: 3 }))
    while (!runs.at(-1)?.isDone && runs.length < 100)
    expect(runs.reduce((sum, { missing }) => sum + missing, 0)).toBe(16)
    expect(new Set(stores.queue.sent.map(({ key }) => key)).size).toBe(16)
  })
})
