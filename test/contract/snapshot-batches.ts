import { describe, expect, test } from 'vitest'
import { batchId } from '#shared/store/batch-key.ts'
import { snapshotId } from '#shared/store/keys.ts'
import type { SnapshotIndex } from '#shared/store/snapshot-index.ts'
import { placeOf } from '#shared/store/snapshot-row.ts'
import { DAY, HOUR, hourStart, MINUTE } from '#shared/time.ts'
import type { Snapshot } from '#shared/trend/snapshot.ts'
import { all, freshName, type TestClock } from '#test/support/stores.ts'

const service = 'checkout'
const SHA = 'ab12'.repeat(16)

const snapshot = (process: string, at: number, count = 7): Snapshot => ({
  id: snapshotId(process, 'goroutine/0', at),
  process,
  type: 'goroutine',
  debug: 0,
  at: at + 17_003,
  total: count,
  partial: false,
  sightings: [
    {
      signature: '0123456789abcdef',
      count,
      leaked: 0,
      states: new Map(),
      ages: undefined,
      labelKeys: new Map(),
    },
  ],
  sha256: '00ff'.repeat(16),
  source: 'batch',
})
const series = (process: string, from: number, count: number): Snapshot[] =>
  Array.from({ length: count }, (_, i) => snapshot(process, from + i * MINUTE, i + 1))
const idOf = (snapshots: readonly Snapshot[], sha256 = SHA) =>
  batchId(
    snapshots.map(({ id }) => ({ service, id })),
    sha256,
  )
const idsOf = (snapshots: readonly Pick<Snapshot, 'id'>[]) => snapshots.map(({ id }) => id).sort()

/** What comes in batches is found as what comes alone. */
export function snapshotBatchesContract(make: () => SnapshotIndex, clock: TestClock): void {
  const put = (tenant: string, some: readonly Snapshot[], sha256 = SHA) =>
    make().putBatch(tenant, service, idOf(some, sha256), some, clock.now)

  describe('batches', () => {
    test('each snapshot of a batch comes back by its id, with the batch that has it and six digits of its SHA-256', async () => {
      const tenant = freshName('tenant')
      const two = [...series('web-1@unmarked', clock.now, 10), ...series('web-2@unmarked', clock.now, 10)]
      await put(tenant, two)
      const [batch, short] = [idOf(two), { sha256: '00ff00' }]
      for (const one of two) {
        const found = await make().get(tenant, service, one)
        expect(found).toEqual({ ...one, ...short, batch, place: expect.any(String) })
      }
      const names = [...two, snapshot('web-3@unmarked', clock.now)]
      expect(idsOf(await make().getMany(tenant, service, names))).toEqual(idsOf(two))
      expect(await make().get(tenant, 'another', two[0] as Snapshot)).toBeUndefined()
    })

    test('the slots of a batch are looked up at once: what came in batches, and what came alone before the first of them', async () => {
      const tenant = freshName('tenant')
      const hour = hourStart(clock.now) + HOUR
      const [batched, single] = [series('web-1@unmarked', hour, 5), snapshot('web-2@unmarked', hour)]
      await put(tenant, batched)
      await make().putIfAbsent(tenant, service, single, clock.now)
      const beside = snapshot('web-1@unmarked', hour + 20 * MINUTE)
      await make().putIfAbsent(tenant, service, beside, clock.now)
      const free = snapshot('web-2@unmarked', hour + MINUTE)
      const heads = await make().inSlots(tenant, service, [...batched, single, beside, free])
      expect(idsOf(heads)).toEqual(idsOf([...batched, single]))
      for (const { sha256, at } of heads) {
        expect('00ff'.repeat(16)).toContain(sha256)
        expect(at).toBeGreaterThan(hour)
      }
    })

    test('an individual snapshot keeps its place in a row of several', async () => {
      const tenant = freshName('tenant')
      const observation = {
        at: 1_788_757_217_000,
        isCut: false,
        newest: 1234,
        stacks: [
          {
            signature: '0123456789abcdef',
            level: 2,
            ids: [7, 1233],
            words: [0, 9],
            origins: [0, 9],
            places: [0, 2],
          },
        ],
      }
      const dumps = series('web-1@unmarked', clock.now, 2).map((one) => ({ ...one, observation }))
      await put(tenant, dumps)
      for (const one of dumps)
        expect((await make().get(tenant, service, one))?.observation).toEqual(observation)
    })

    test('a batch over the end of a day is in the ranges of both, wherever a range begins', async () => {
      const tenant = freshName('tenant')
      const midnight = Date.parse('2026-09-08T00:00:00Z')
      const some = series('web-1@unmarked', midnight - 5 * MINUTE, 10)
      await put(tenant, some)
      for (const [from, to] of [
        [-DAY, DAY],
        [-DAY, 0],
        [0, DAY],
        [-3 * MINUTE, 2 * MINUTE],
        [1, 2 * MINUTE],
      ] as const) {
        const range = { from: midnight + from, to: midnight + to }
        const wanted = some.filter(({ at }) => at - 17_003 >= range.from && at - 17_003 < range.to)
        for (const newestFirst of [false, true]) {
          const found = await all(make().range(tenant, service, { ...range, newestFirst }))
          expect(idsOf(found)).toEqual(idsOf(wanted))
        }
      }
    })

    test('hours come in order; pages that go on behind a place give everything once', async () => {
      const tenant = freshName('tenant')
      const begin = hourStart(clock.now) + 50 * MINUTE
      const batched = ['web-1@unmarked', 'web-2@unmarked'].flatMap((process) => series(process, begin, 20))
      const alone = series('web-3@unmarked', begin, 20)
      await put(tenant, batched)
      for (const one of alone) await make().putIfAbsent(tenant, service, one, clock.now)
      const range = { from: begin + MINUTE, to: begin + HOUR }
      const whole = await all(make().range(tenant, service, range))
      const hours = whole.map(({ at }) => hourStart(at))
      expect(hours).toEqual(hours.toSorted((a, b) => a - b))
      expect(idsOf(whole)).toEqual(idsOf([...batched, ...alone].filter(({ at }) => at >= range.from)))
      let after: string | undefined
      for (const one of whole) {
        const rest = make().range(tenant, service, after === undefined ? range : { ...range, after })
        for await (const next of rest) {
          expect(next.id).toBe(one.id)
          after = placeOf(next)
          break
        }
      }
      expect(await all(make().range(tenant, service, { ...range, after: after ?? '' }))).toEqual([])
    })

    test('written again it changes nothing; another batch of the same slots leaves one answer each', async () => {
      const tenant = freshName('tenant')
      const some = series('web-1@unmarked', clock.now, 10)
      expect(await make().batchesIn(tenant, [{ service, batch: idOf(some) }])).toEqual(new Set())
      await put(tenant, some)
      await put(tenant, some)
      const other = idOf(series('web-9@unmarked', clock.now, 2))
      expect(
        await make().batchesIn(
          tenant,
          [other, idOf(some)].map((batch) => ({ service, batch })),
        ),
      ).toEqual(new Set([idOf(some)]))
      const range = { from: clock.now, to: clock.now + HOUR }
      expect(await all(make().heads(tenant, service, range))).toHaveLength(10)
      await put(tenant, some.slice(0, 5), 'cd34'.repeat(16))
      expect((await make().getMany(tenant, service, some)).length).toBe(10)
    })

    test('more snapshots than one row holds, and larger ones, are all there', async () => {
      const tenant = freshName('tenant')
      const begin = hourStart(clock.now)
      const many = Array.from({ length: 200 }, (_, i) => snapshot('web-1@unmarked', begin + i * 10_000, i))
      await put(tenant, many)
      const large = Array.from({ length: 4 }, (_, i) => ({
        ...snapshot('web-2@unmarked', begin + i * MINUTE),
        sightings: Array.from({ length: 16_000 }, (_, k) => ({
          signature: ((k * 2_654_435_761 * (i + 1)) % 2 ** 48).toString(16).padStart(16, '0'),
          count: k,
          leaked: 0,
          states: new Map<string, number>(),
          ages: undefined,
          labelKeys: new Map<string, number>(),
        })),
      }))
      await put(tenant, large)
      const found = await all(make().heads(tenant, service, { from: begin, to: begin + HOUR }))
      expect(idsOf(found)).toEqual(idsOf([...many, ...large]))
    })

    test('of each process the newest of its row counts among the newest', async () => {
      const tenant = freshName('tenant')
      const some = ['web-1@unmarked', 'web-2@unmarked'].flatMap((process) =>
        series(process, clock.now - HOUR, 5),
      )
      await put(tenant, some)
      const newest = await make().newest(tenant, service, clock.now, 9)
      expect(newest.length).toBeGreaterThanOrEqual(2)
      expect(new Set(newest.map(({ process }) => process)).size).toBe(2)
    })

    test('rows go three days after they were received', async () => {
      const tenant = freshName('tenant')
      const old = series('web-1@unmarked', clock.now - 10 * DAY, 3)
      await put(tenant, old)
      clock.now += 3 * DAY
      expect((await make().getMany(tenant, service, old)).length).toBe(0)
    })
  })
}
