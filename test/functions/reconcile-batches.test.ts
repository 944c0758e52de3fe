import { beforeEach, describe, expect, test } from 'vitest'
import { indexUpload } from '#functions/index-upload/index-upload.ts'
import { rowKey } from '#shared/store/keys.ts'
import { endOfBatch } from '#shared/store/snapshot-row.ts'
import { DAY, dayStart, HOUR, MINUTE } from '#shared/time.ts'
import { NOW, testStores } from '#test/support/api.ts'
import { dump } from '#test/support/pprof.ts'
import { ingest, ingestTogether, pushOf } from '#test/support/push.ts'
import { reconcileAll } from '#test/support/reconcile.ts'

const YESTERDAY = dayStart(NOW) - DAY
const BATCHES = 24
let stores: ReturnType<typeof testStores>

/** A batch an hour of yesterday, each of three profiles of these, one after the other. */
async function batches(senders: readonly Record<string, string>[] = [{}]): Promise<void> {
  for (let hour = 0; hour < BATCHES; hour++) {
    const at = YESTERDAY + hour * HOUR
    stores.clock.now = at + 10 * MINUTE
    const three = [0, 1, 2].map((i) => ({
      at: at + i * MINUTE,
      more: senders[i % senders.length] ?? {},
      body: dump({ 'main.recv < main.worker': 1 + i }),
    }))
    await ingestTogether(stores, three, { start: new Date(YESTERDAY - DAY).toISOString() })
  }
  stores.clock.now = NOW
}

beforeEach(() => {
  stores = testStores()
})

const run = () => reconcileAll(stores.deps, NOW)
const packed = async () => (await stores.rows.table()).filter((row) => row.packed !== undefined)
const repair = async (): Promise<void> => {
  for (const { key } of stores.queue.sent.splice(0)) await indexUpload(stores.deps, key, NOW)
}
const withoutTime = (rows: Awaited<ReturnType<typeof packed>>) => rows.map(({ expires: _, ...row }) => row)

describe('batches of one service', () => {
  test('are found by one query of their hour, and no row is read for single profiles', async () => {
    await batches()
    stores.rows.calls.length = 0
    expect(await run()).toMatchObject({ objects: BATCHES, missing: 0 })
    const looks = stores.rows.calls.filter(({ pk }) => pk.startsWith('acme#checkout#2026-09-0'))
    expect(looks.map(({ verb }) => verb)).toEqual(Array.from({ length: looks.length }, () => 'query'))
    expect(looks.length).toBeLessThanOrEqual(BATCHES + 1)
  })

  test('whose rows were lost are found among those that stand and single profiles, and are whole again', async () => {
    await batches()
    const process = { ...pushOf().process, instance: 'pod-2', startedAt: undefined }
    for (let hour = 0; hour < BATCHES; hour++)
      await ingest(stores, { at: YESTERDAY + hour * HOUR + 5 * MINUTE, process })
    const before = await packed()
    for (const [i, row] of before.entries()) if (i % 3 === 0) await stores.rows.delete(row)
    expect(await run()).toMatchObject({ objects: 2 * BATCHES, missing: BATCHES / 3 })
    await repair()
    expect(withoutTime(await packed())).toEqual(withoutTime(before))
  })

  test('of a service that is spread are found in whichever part they lie', async () => {
    await stores.rows.put({ ...rowKey.layout('acme', 'checkout'), wideFrom: YESTERDAY - DAY })
    await batches()
    expect(await run()).toMatchObject({ objects: BATCHES, missing: 0 })
    const before = await packed()
    for (const row of before) await stores.rows.delete(row)
    expect(await runAgain()).toMatchObject({ missing: BATCHES })
    await repair()
    expect(withoutTime(await packed())).toEqual(withoutTime(before))
  })
})

/** The next day: what is planned once a day is planned again. */
const runAgain = async () => {
  await stores.rows.delete(rowKey.job('reconcile'))
  return run()
}

const CHECKOUT = { service: 'checkout', instance: 'pod-1' }
const CART = { service: 'cart', instance: 'pod-2' }
const MAIL = { service: 'mail', instance: 'pod-3' }

describe.each([
  { name: 'of two services', senders: [CHECKOUT, CART], wide: undefined, most: 0 },
  { name: 'of three, one of which is spread', senders: [CART, CHECKOUT, MAIL], wide: 'checkout', most: 0 },
  {
    name: 'of two with the same process',
    senders: [CHECKOUT, { ...CART, instance: 'pod-1' }],
    wide: undefined,
    most: BATCHES,
  },
])('batches $name', ({ senders, wide, most }) => {
  let before: Awaited<ReturnType<typeof packed>>
  let reads = 0

  beforeEach(async () => {
    if (wide !== undefined)
      await stores.rows.put({ ...rowKey.layout('acme', wide), wideFrom: YESTERDAY - 2 * DAY })
    await batches(senders)
    before = await packed()
    reads = 0
    const { get } = stores.profiles
    stores.profiles.get = (key) => {
      reads++
      return get(key)
    }
  })

  test('are found, and read only where two services have one process', async () => {
    expect(await run()).toMatchObject({ objects: BATCHES, missing: 0 })
    expect(reads).toBe(most)
  })

  test('of which all rows are lost are whole again', async () => {
    for (const row of before) await stores.rows.delete(row)
    expect(await run()).toMatchObject({ missing: BATCHES })
    await repair()
    expect(withoutTime(await packed())).toEqual(withoutTime(before))
  })

  test('are missing where the row of their first profile is, whatever else stands', async () => {
    const isFirst = ({ sk }: { sk: string }): boolean => endOfBatch(sk) !== undefined
    const firsts = before.filter(isFirst)
    for (const [i, row] of firsts.entries()) if (i % 2 === 0) await stores.rows.delete(row)
    const { missing } = await run()
    expect(missing).toBeGreaterThanOrEqual(BATCHES / 3)
    await repair()
    expect(withoutTime(await packed())).toEqual(withoutTime(before))
  })

  test('are found where nobody knows their services', async () => {
    for (const row of await stores.rows.table())
      if (row.sk.startsWith('service#')) await stores.rows.delete(row)
    expect(await run()).toMatchObject({ missing: 0 })
    expect(reads).toBe(BATCHES)
  })

  test('that went meanwhile are not missing', async () => {
    for (const row of before) await stores.rows.delete(row)
    stores.profiles.get = async () => undefined
    expect(await run()).toMatchObject({ missing: 0 })
  })
})
