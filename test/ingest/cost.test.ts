import { beforeEach, describe, expect, test } from 'vitest'
import { knownServices } from '#shared/ingest/known-services.ts'
import type { Attribute } from '#shared/store/rows.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { NOW, testStores } from '#test/support/api.ts'
import { dump, wideDump } from '#test/support/pprof.ts'
import { ingest, ingestTogether, pushOf } from '#test/support/push.ts'
import type { RowCall } from '#test/support/watched-rows.ts'

/** What a push costs in requests; docs/architecture.md has the budgets. */
let stores: ReturnType<typeof testStores>

beforeEach(() => {
  stores = testStores()
})

/** Requests that `run` made: to the table by verb, to the bucket as `object`. */
async function costOf(run: () => Promise<unknown>): Promise<Readonly<Record<string, number>>> {
  stores.rows.calls.length = 0
  stores.profiles.puts.length = 0
  await run()
  const byVerb = Map.groupBy(stores.rows.calls, ({ verb }) => verb)
  const cost = Object.fromEntries([...byVerb].map(([verb, calls]) => [verb, calls.length]))
  return stores.profiles.puts.length === 0 ? cost : { ...cost, object: stores.profiles.puts.length }
}

/** Bytes of an attribute as DynamoDB counts them: name and value, 9 for a number at most. */
const sizeOf = (name: string, value: Attribute | undefined): number =>
  name.length + (typeof value === 'string' || value instanceof Uint8Array ? value.length : 9)

const later = (minutes: number) => ({ at: NOW + minutes * MINUTE })

describe('the cost', () => {
  test('of a profile without anything new is one object, one row and two looks, at what came alone and at batches', async () => {
    await ingest(stores)
    expect(await costOf(() => ingest(stores, later(5)))).toEqual({ getMany: 1, query: 1, put: 1, object: 1 })
    // Its slot, and that of a process at rest.
    expect(await costOf(() => ingest(stores, later(6)))).toEqual({ getMany: 2, put: 1, object: 1 })
  })

  test('of 60 known signatures is the same, and their row is under a kilobyte', async () => {
    const body = wideDump(60)
    await ingest(stores, { body })
    expect(await costOf(() => ingest(stores, { body, ...later(1) }))).toEqual({
      getMany: 2,
      put: 1,
      object: 1,
    })
    const rows = (await stores.rows.table()).filter((row) => row.sightings !== undefined)
    expect(rows).toHaveLength(2)
    const bytes = rows.map((row) =>
      Object.entries(row).reduce((sum, [name, value]) => sum + sizeOf(name, value), 0),
    )
    expect(Math.max(...bytes)).toBeLessThanOrEqual(1_024)
  })

  test('of a duplicate or coalesced push is one look', async () => {
    await ingest(stores)
    expect(await costOf(() => ingest(stores))).toEqual({ getMany: 1 })
    const other = { body: dump({ 'main.z < main.y': 1 }) }
    expect(await costOf(() => ingest(stores, other))).toEqual({ getMany: 1 })
  })

  test('of a duplicate in an hour that may have been closed is its mark besides', async () => {
    const late = { at: NOW - 3 * HOUR, process: { ...pushOf().process, startedAt: NOW - 9 * HOUR } }
    await ingest(stores, late)
    expect(await costOf(() => ingest(stores, late))).toEqual({ getMany: 1, put: 1 })
  })

  test('of a new signature is a row, once', async () => {
    await ingest(stores)
    const body = dump({
      'main.recv < main.worker': 5,
      'main.new < main.main': 1,
      'main.newer < main.main': 1,
    })
    expect(await costOf(() => ingest(stores, { body, ...later(1) }))).toEqual({
      getMany: 4,
      put: 3,
      object: 1,
    })
    expect(await costOf(() => ingest(stores, { body, ...later(2) }))).toEqual({
      getMany: 2,
      put: 1,
      object: 1,
    })
  })

  test('of a function that has just started is a look at each signature and no second row of any', async () => {
    await ingest(stores)
    const { deps, ...rest } = stores
    const cold = { remembered: testStores().deps.remembered, services: knownServices(deps.directory) }
    const cost = await costOf(() => ingest({ ...rest, deps: { ...deps, ...cold } }, later(1)))
    // Looks at two slots, the settings, the service, the news and the process, which was raised a minute ago; snapshot.
    expect(cost).toEqual({ get: 4, getMany: 4, put: 1, object: 1 })
  })
})

describe('the cost of a batch', () => {
  test('of ten profiles without anything new is one object, a row an hour of their process, and its looks', async () => {
    const body = wideDump(60)
    await ingest(stores, { body })
    const ten = Array.from({ length: 10 }, (_, i) => ({ body, at: NOW + (i + 1) * MINUTE }))
    const cost = await costOf(() => ingestTogether(stores, ten))
    expect(cost).toEqual({ getMany: 10, query: 1, put: 1, object: 1 })
    const row = (await stores.rows.table()).find((one) => one.packed !== undefined)
    const bytes = Object.entries(row ?? {}).reduce((sum, [name, value]) => sum + sizeOf(name, value), 0)
    expect(bytes).toBeLessThanOrEqual(2_048)
  })
})

describe('marks', () => {
  const marked = (prefix: string): RowCall[] =>
    stores.rows.calls.filter(({ verb, pk, sk }) => verb === 'put' && `${pk} ${sk}`.includes(prefix))

  test('of news are one row in ten minutes, whatever comes in', async () => {
    for (let minute = 0; minute < 25; minute++) {
      stores.clock.now = NOW + minute * MINUTE
      await ingest(stores)
    }
    // 08:30 to 08:54.
    expect(marked('news#').map(({ pk }) => pk.slice(0, 21))).toEqual([
      'news#2026-09-07T08:30',
      'news#2026-09-07T08:40',
      'news#2026-09-07T08:50',
    ])
  })

  test('of lateness are put where the hour may have been closed, and nowhere else', async () => {
    const process = { ...pushOf().process, startedAt: NOW - 9 * HOUR }
    // An hour stays open for one more after its end: at 08:30 that of 07 and that of 06 differ.
    await ingest(stores, { process, at: NOW - 90 * MINUTE })
    expect(marked('late ')).toEqual([])
    await ingest(stores, { process, at: NOW - 91 * MINUTE })
    expect(marked('late ')).toHaveLength(1)
    expect(await stores.deps.ledger.lateSnapshots('acme', 'checkout', 9)).toMatchObject([
      { hour: Date.parse('2026-09-07T06:00:00Z'), process: 'pod-1@20260906T233000Z' },
    ])
  })

  test('of a process are raised once an hour, and keep when it was seen first', async () => {
    for (let minute = 0; minute < 121; minute += 10) {
      stores.clock.now = NOW + minute * MINUTE
      await ingest(stores)
    }
    const raised = stores.rows.calls.filter(({ verb, sk }) => verb === 'set' && sk.startsWith('process#'))
    expect(raised).toHaveLength(2)
    expect(await stores.deps.directory.process('acme', 'checkout', 'pod-1@20260907T073000Z')).toMatchObject({
      firstSeen: NOW,
      lastSeen: NOW + 120 * MINUTE,
    })
  })
})
