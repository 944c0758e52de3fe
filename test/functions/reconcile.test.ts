import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { indexUpload } from '#functions/index-upload/index-upload.ts'
import { queueDays } from '#functions/reconcile/plan-days.ts'
import { handleReconcileMessage } from '#functions/reconcile-day/handle-message.ts'
import { type Reconciled, reconcileDay } from '#functions/reconcile-day/reconcile-day.ts'
import type { ReconcileRequest } from '#shared/store/reconcile-queue.ts'
import { DAY, dayStart, HOUR, MINUTE } from '#shared/time.ts'
import { NOW, TENANT, testStores } from '#test/support/api.ts'
import { ingest, ingestTable, pushOf } from '#test/support/push.ts'
import { reconcileAll } from '#test/support/reconcile.ts'

const TODAY = dayStart(NOW)
const YESTERDAY = TODAY - DAY
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

const run = (now = NOW) => reconcileAll(stores.deps, now)
const CHECKOUT: ReconcileRequest = {
  folder: 'profiles/',
  tenant: TENANT,
  service: 'checkout',
  day: YESTERDAY,
}

/** Rows of snapshots, by their keys. */
const snapshots = async () =>
  (await stores.rows.table())
    .filter(({ sightings }) => sightings !== undefined)
    .map(({ pk, sk }) => ({ pk, sk }))

/** Loses the rows of every so manieth snapshot; says how many of them are of the two days before today. */
async function lose(nth: number): Promise<number> {
  const lost = (await snapshots()).filter((_, i) => i % nth === 0)
  for (const key of lost) await stores.rows.delete(key)
  const days = [TODAY - 2 * DAY, YESTERDAY].map((at) => new Date(at).toISOString().slice(0, 10))
  return lost.filter(({ pk }) => days.some((day) => pk.endsWith(day))).length
}

const repair = async (): Promise<void> => {
  for (const { key } of stores.queue.sent.splice(0)) await indexUpload(stores.deps, key, stores.clock.now)
}

describe('the plan', () => {
  const planned: ReconcileRequest[] = []
  const reconcileQueue = { send: async (some: readonly ReconcileRequest[]) => void planned.push(...some) }
  beforeEach(() => planned.splice(0))

  test('names two days of every service, as the bucket knows them, once a day', async () => {
    const deps = { ...stores.deps, reconcileQueue }
    expect(await queueDays(deps, NOW)).toBe(2 * 5 * 2)
    expect(planned).toContainEqual({ folder: 'profiles/', tenant: 'acme-2', service: 'a/b', day: YESTERDAY })
    expect(new Set(planned.map((one) => JSON.stringify(one))).size).toBe(20)
    expect(await queueDays(deps, NOW + HOUR)).toBe(0)
    expect(await queueDays(deps, NOW + DAY)).toBe(20)
  })

  test('is made again where the queue did not take all of it', async () => {
    const isDown = { send: () => Promise.reject(new Error('the queue does not answer')) }
    await expect(queueDays({ ...stores.deps, reconcileQueue: isDown }, NOW)).rejects.toThrow('the queue')
    expect(await queueDays({ ...stores.deps, reconcileQueue }, NOW)).toBe(20)
  })
})

describe('comparing', () => {
  test('queues nothing where the index has all, and reads no row but its keys', async () => {
    const { query } = stores.rows
    const asked: unknown[] = []
    stores.rows.query = (range) => {
      asked.push(range.keysOnly)
      return query(range)
    }
    const { snapshots: index, sockets, profiles, directory, indexQueue } = stores.deps
    const done = await reconcileDay({ snapshots: index, sockets, profiles, directory, indexQueue }, CHECKOUT)
    expect(done).toEqual({ objects: 8, missing: 0 })
    expect(new Set(asked)).toEqual(new Set([true]))
    expect(await run()).toEqual({ days: 20, objects: 160, missing: 0 })
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

  test('finds what is lost where a row without an object makes their numbers the same', async () => {
    const [first] = (await snapshots()).filter(({ pk }) => pk === 'acme#checkout#2026-09-06')
    if (first === undefined) throw new Error('there are some')
    const row = (await stores.rows.get(first)) ?? first
    await stores.rows.delete(first)
    await stores.rows.put({ ...row, sk: `${first.sk.slice(0, 7)}${'v'.repeat(16)}` })
    expect(await run()).toMatchObject({ missing: 1 })
  })

  test('goes on where its time was over, and looks at nothing twice, whatever is lost', async () => {
    const table = await stores.rows.table()
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
        fc.integer({ min: 1, max: 9 }),
        async (isLost, stride) => {
          stores.queue.sent.splice(0)
          for (const row of table) await stores.rows.put(row)
          const ofTheDay = (await snapshots()).filter(({ pk }) => pk === 'acme#checkout#2026-09-06')
          for (const [i, key] of ofTheDay.entries()) if (isLost[i]) await stores.rows.delete(key)
          const runs: Reconciled[] = []
          let after: string | undefined
          do {
            const done = await reconcileDay(stores.deps, { ...CHECKOUT, after }, () => 0, stride)
            runs.push(done)
            after = done.after
          } while (after !== undefined)
          const lost = isLost.filter(Boolean).length
          expect(runs.reduce((sum, one) => sum + one.objects, 0)).toBe(8)
          expect(runs.reduce((sum, one) => sum + one.missing, 0)).toBe(lost)
          expect(new Set(stores.queue.sent.map(({ key }) => key)).size).toBe(lost)
        },
      ),
      { numRuns: 40 },
    )
  })

  test('fails where the queue does not take what is missing, and finds it the next time', async () => {
    await lose(1)
    stores.queue.isDown = true
    await expect(reconcileDay(stores.deps, CHECKOUT)).rejects.toThrow('the queue does not answer')
    stores.queue.isDown = false
    expect(await reconcileDay(stores.deps, CHECKOUT)).toMatchObject({ missing: 8 })
  })

  test('of one service fails alone', async () => {
    await lose(1)
    stores.rows.fails = ({ pk }) => pk.startsWith('acme#a/b#')
    await expect(reconcileDay(stores.deps, { ...CHECKOUT, service: 'a/b' })).rejects.toThrow('the table')
    expect(await reconcileDay(stores.deps, CHECKOUT)).toMatchObject({ missing: 8 })
  })
})

describe('a message', () => {
  const asked: ReconcileRequest[] = []
  const handle = (body: object, remaining?: () => number) =>
    handleReconcileMessage(
      { ...stores.deps, reconcileQueue: { send: async (some) => void asked.push(...some) } },
      JSON.stringify(body),
      remaining,
    )
  beforeEach(() => asked.splice(0))

  test('has its day compared, and asks for nothing more', async () => {
    await lose(1)
    await handle(CHECKOUT, () => 900_000)
    expect([stores.queue.sent.length, asked]).toEqual([8, []])
  })

  test('that was continued too often is an error that says so', async () => {
    await expect(handle({ ...CHECKOUT, hops: 201 })).rejects.toThrow(
      'was continued 201 times, 200 are the most',
    )
  })

  test.each([{ ...CHECKOUT, folder: 'uploads/' }, { tenant: TENANT }, []])(
    'that is none is an error: %j',
    async (body) => {
      await expect(handle(body)).rejects.toThrow()
    },
  )
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
    expect(await run()).toEqual({ days: 20 + 2, objects: 160 + 16, missing: 0 })
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
    for (const [i, row] of (await tables()).entries()) if (i % 2 === 0) await stores.rows.delete(row)
    const request = { ...CHECKOUT, folder: 'sockets/' } as const
    const first = await reconcileDay(stores.deps, request, () => 0, 3)
    expect(first).toMatchObject({ objects: 3 })
    const second = await reconcileDay(stores.deps, { ...request, after: first.after })
    expect([first.missing + second.missing, first.objects + second.objects]).toEqual([4, 8])
  })
})
