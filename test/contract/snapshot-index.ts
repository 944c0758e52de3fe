import { expect, test } from 'vitest'
import { batchId } from '#shared/store/batch-key.ts'
import { snapshotId } from '#shared/store/keys.ts'
import type { SnapshotIndex, SnapshotRange } from '#shared/store/snapshot-index.ts'
import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import type { Snapshot } from '#shared/trend/snapshot.ts'
import { all, freshName, type TestClock } from '#test/support/stores.ts'

/** One snapshot a process, kind and slot; what is put comes back in the order of time. */
export function snapshotIndexContract(make: () => SnapshotIndex, clock: TestClock): void {
  const snapshot = (at: number, more: Partial<Snapshot> = {}): Snapshot => ({
    id: snapshotId(more.process ?? 'web-1@unmarked', 'goroutine/2', at),
    process: 'web-1@unmarked',
    type: 'goroutine',
    debug: 2,
    at: at + 17_003,
    total: 7,
    partial: false,
    sightings: [
      {
        signature: '0123456789abcdef',
        count: 7,
        leaked: 2,
        states: new Map([
          ['chan send', 4],
          ['a state of tomorrow', 2],
        ]),
        ages: { count: 5, distinct: 2, youngest: 1, median: 3, oldest: 200 },
        labelKeys: new Map([['endpoint', 5]]),
      },
    ],
    sha256: '00ff'.repeat(16),
    source: 'push',
    ...more,
  })

  async function filled(starts: readonly number[]) {
    const [tenant, service] = [freshName('tenant'), 'checkout']
    for (const at of starts.toReversed()) await make().putIfAbsent(tenant, service, snapshot(at), clock.now)
    const slots = async (range: SnapshotRange): Promise<number[]> =>
      (await all(make().range(tenant, service, range))).map(({ at }) => at - 17_003)
    return { tenant, service, slots }
  }

  test('what stands in slots of an hour comes back: what came alone, else what came in batches', async () => {
    const tenant = freshName('tenant')
    const hour = Math.floor(clock.now / HOUR) * HOUR
    const [first, second, third] = [0, 1, 2].map((minute) => snapshot(hour + minute * MINUTE)) as [
      Snapshot,
      Snapshot,
      Snapshot,
    ]
    const standing = async (...some: readonly Snapshot[]) =>
      (await make().inHour(tenant, 'checkout', some)).map(({ id }) => id)
    expect(await standing(first, second)).toEqual([])
    const batch = batchId([{ service: 'checkout', id: second.id }], second.sha256)
    await make().putBatch(tenant, 'checkout', batch, [second], clock.now)
    expect(await standing(first, second)).toEqual([second.id])
    await make().putIfAbsent(tenant, 'checkout', first, clock.now)
    expect(await standing(first, third)).toEqual([first.id])
    expect(await standing()).toEqual([])
  })

  test('a snapshot comes back as it was put', async () => {
    const tenant = freshName('tenant')
    const full = snapshot(clock.now)
    const bare = snapshot(clock.now, { process: 'web-2@v1', partial: true, sightings: [], debug: 0 })
    const observed = snapshot(clock.now, {
      process: 'web-3@v1',
      observation: {
        at: 1_788_757_217_000,
        isCut: true,
        newest: 1234,
        stacks: [
          {
            signature: '0123456789abcdef',
            level: 2,
            ids: [7, 1233],
            words: [0, 65_535],
            origins: [0, 9],
            places: [0, 255],
          },
        ],
      },
    })
    for (const one of [full, bare, observed]) {
      expect(await make().putIfAbsent(tenant, 'checkout', one, clock.now)).toBe(true)
      expect(await make().get(tenant, 'checkout', one)).toEqual(one)
    }
    expect(await make().get(tenant, 'another', full)).toBeUndefined()
    const many = await make().getMany(tenant, 'checkout', [
      bare,
      { ...full, id: `${full.id.slice(0, -1)}x` },
      full,
    ])
    expect(many.toSorted((a, b) => a.process.localeCompare(b.process))).toEqual([full, bare])
  })

  test('a range can be told without sightings, and of some processes alone', async () => {
    const tenant = freshName('tenant')
    const [one, other] = ['web-1@unmarked', 'web-2@unmarked'].map((process) =>
      snapshot(clock.now, { process }),
    )
    if (one === undefined || other === undefined) throw new Error('two were made')
    for (const each of [one, other]) await make().putIfAbsent(tenant, 'checkout', each, clock.now)
    const range = { from: clock.now, to: clock.now + HOUR }
    const headOf = ({
      id,
      process,
      type,
      at,
      total,
      sha256,
      sightings: { length: signatures },
    }: Snapshot) => ({
      id,
      process,
      type,
      at,
      total,
      signatures,
      sha256,
    })
    const heads = [one, other].map(headOf).sort((a, b) => (a.id < b.id ? -1 : 1))
    expect(await all(make().heads(tenant, 'checkout', range))).toEqual(heads)
    const of = (process: string) => process === other.process
    expect(await all(make().heads(tenant, 'checkout', { ...range, of }))).toEqual([headOf(other)])
    expect(await all(make().range(tenant, 'checkout', { ...range, of }))).toEqual([other])
  })

  test('a slot belongs to the first snapshot', async () => {
    const tenant = freshName('tenant')
    const [first, second] = [snapshot(clock.now), snapshot(clock.now, { total: 8 })]
    expect(await make().putIfAbsent(tenant, 'checkout', first, clock.now)).toBe(true)
    expect(await make().putIfAbsent(tenant, 'checkout', second, clock.now)).toBe(false)
    expect(await make().get(tenant, 'checkout', first)).toEqual(first)
  })

  test('a range has the slots that begin in it, over the ends of days, in the order of time', async () => {
    const midnight = Date.parse('2026-09-08T00:00:00Z')
    const starts = [-DAY, -MINUTE, 0, MINUTE, DAY - MINUTE, DAY, 3 * DAY].map((after) => midnight + after)
    const { slots } = await filled(starts)
    expect(await slots({ from: midnight - 2 * DAY, to: midnight + 9 * DAY })).toEqual(starts)
    expect(await slots({ from: midnight, to: midnight + DAY })).toEqual(starts.slice(2, 5))
    expect(await slots({ from: midnight - MINUTE, to: midnight })).toEqual(starts.slice(1, 2))
    expect(await slots({ from: midnight, to: midnight })).toEqual([])
  })

  test('heads of a range come the newest first too, over the ends of days', async () => {
    const midnight = Date.parse('2026-09-08T00:00:00Z')
    const starts = [-DAY, -MINUTE, 0, MINUTE, DAY].map((after) => midnight + after)
    const { tenant, service } = await filled(starts)
    const range = { from: midnight - DAY, to: midnight + DAY, newestFirst: true }
    const found = await all(make().heads(tenant, service, range))
    expect(found.map(({ at }) => at - 17_003)).toEqual(starts.slice(0, 4).toReversed())
  })

  test('a range need not begin or end with a second', async () => {
    const { slots } = await filled([clock.now, clock.now + 1_000])
    expect(await slots({ from: clock.now, to: clock.now + 1 })).toEqual([clock.now])
    expect(await slots({ from: clock.now + 1, to: clock.now + 1_001 })).toEqual([clock.now + 1_000])
  })

  test('a range goes on behind a snapshot, but never before its own beginning', async () => {
    const starts = [0, 1, 2, 3].map((i) => clock.now + i * MINUTE)
    const { slots } = await filled(starts)
    const range = { from: clock.now + MINUTE, to: clock.now + HOUR }
    const idOf = (i: number): string => snapshot(starts[i] ?? 0).id
    expect(await slots({ ...range, after: idOf(1) })).toEqual(starts.slice(2))
    expect(await slots({ ...range, from: starts[2] ?? 0, after: idOf(0) })).toEqual(starts.slice(2))
    expect(await slots({ ...range, after: idOf(3) })).toEqual([])
    expect(await slots({ ...range, to: starts[2] ?? 0, after: idOf(3) })).toEqual([])
  })

  test('the newest are those of the last day, the latest first, over the end of a day', async () => {
    const midnight = Math.ceil(clock.now / DAY) * DAY
    const [late, tonight, soon] = [midnight - MINUTE, midnight, midnight + MINUTE]
    const { tenant, service } = await filled([midnight - DAY - MINUTE, late, tonight, soon])
    const newest = async (most: number): Promise<number[]> =>
      (await make().newest(tenant, service, midnight, most)).map(({ at }) => at - 17_003)
    expect(await newest(9)).toEqual([soon, tonight, late])
    expect(await newest(2)).toEqual([soon, tonight])
    const heads = await make().newestHeads(tenant, service, midnight, 2)
    expect(heads.map(({ at, signatures }) => [at - 17_003, signatures])).toEqual([
      [soon, 1],
      [tonight, 1],
    ])
    expect(await make().newest(tenant, 'another', midnight, 9)).toEqual([])
  })

  test('a row goes three days after it was received, however old its profile', async () => {
    const tenant = freshName('tenant')
    const old = snapshot(clock.now - 10 * DAY)
    await make().putIfAbsent(tenant, 'checkout', old, clock.now)
    clock.now += 3 * DAY - 1_000
    expect(await make().get(tenant, 'checkout', old)).toEqual(old)
    clock.now += 1_000
    expect(await make().get(tenant, 'checkout', old)).toBeUndefined()
  })
}
