import { describe, expect, it } from 'vitest'
import {
  beginOf,
  type CloseRange,
  closeHours,
  closeLateHours,
  firstSpreadHour,
  mergeLateSnapshots,
  openHourAt,
} from '#shared/history/close-hours.ts'
import type { JudgeState } from '#shared/store/judge-ledger.ts'
import { rowKey } from '#shared/store/keys.ts'
import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import { all } from '#test/support/stores.ts'
import { blocksOf, type Dump, idOf, MONDAY, SERVICE, serviceInMemory, TENANT, take } from './service.ts'

type Service = ReturnType<typeof serviceInMemory>

/** Closes what can be closed and, as the judge does, notes each part; a dead judge does not. */
async function close(service: Service, { dies = false, size = 100 } = {}): Promise<number> {
  const { deps, clock } = service
  const state = await deps.ledger.read(TENANT, SERVICE)
  await deps.ledger.lease(TENANT, SERVICE, 'test', clock.now + MINUTE, clock.now)
  const begin = beginOf(state.cursor, clock.now)
  let sum = 0
  for (const range of await rangesOf(service, state)) {
    for await (const { hours, closed } of closeHours(
      deps,
      TENANT,
      SERVICE,
      range,
      clock.now,
      () => undefined,
      size,
    )) {
      sum += hours
      if (!dies && range.part === undefined)
        await deps.ledger.keep(TENANT, SERVICE, 'test', closed, clock.now + MINUTE)
    }
  }
  const late = await deps.ledger.lateSnapshots(TENANT, SERVICE, 1_000)
  sum += await mergeLateSnapshots(deps, TENANT, SERVICE, late, clock.now)
  if (!dies) for (const one of late) await deps.ledger.clearLateSnapshot(TENANT, SERVICE, one)
  const again = { late: state.late, begin }
  for await (const part of closeLateHours(deps, TENANT, SERVICE, again, clock.now, () => undefined, size)) {
    sum += part.hours
    if (!dies) for (const mark of part.late) await deps.ledger.clearLate(TENANT, SERVICE, mark)
  }
  return sum
}

/** All of the hours before those that are spread, and each part of these. */
async function rangesOf({ deps, clock }: Service, { cursor }: JudgeState): Promise<CloseRange[]> {
  const [begin, to] = [beginOf(cursor, clock.now), openHourAt(clock.now)]
  const spread = await firstSpreadHour(deps, TENANT, SERVICE, begin.closedThrough, to)
  const parts = spread === to ? [] : await deps.snapshots.parts(TENANT, SERVICE, spread)
  return [
    { begin, to: spread },
    ...parts.map((part) => ({ begin: { closedThrough: spread, closedInto: undefined }, to, part })),
  ]
}

/** Dumps arrive as they are taken, and the last hours are closed at `until`. */
async function serviceWith(dumps: readonly Dump[], until: number): Promise<Service> {
  const service = serviceInMemory(MONDAY)
  for (const dump of dumps) {
    service.clock.now = dump[0]
    await take(service, dump)
  }
  service.clock.now = until
  return service
}

const blocks = async ({ deps }: Service) => ({
  hour: await blocksOf(deps, 'hour'),
  day: await blocksOf(deps, 'day'),
})

/** A dump each twenty minutes of the first six hours. */
const MORNING: readonly Dump[] = Array.from({ length: 18 }, (_, i) => [
  MONDAY + i * 20 * MINUTE,
  { leak: 5 + i, pool: (i * 7) % 4 },
])

describe('openHourAt', () => {
  it.each([
    { name: 'an hour and ten minutes less a second', after: 70 * MINUTE - 1000, want: 5 },
    { name: 'an hour and ten minutes', after: 70 * MINUTE, want: 6 },
  ])('has an hour $want as the first open one $name after the end of hour 5', ({ after, want }) => {
    expect(openHourAt(MONDAY + 6 * HOUR + after)).toBe(MONDAY + want * HOUR)
  })
})

describe('closeHours', () => {
  it('puts each hour that has ended into a block, and all of them into one of the day', async () => {
    const service = await serviceWith(MORNING, MONDAY + 6 * HOUR)
    expect(await close(service)).toBe(4)
    const { hour, day } = await blocks(service)
    expect(hour.map(({ start }) => (start - MONDAY) / HOUR)).toEqual([0, 1, 2, 3])
    expect(day).toHaveLength(1)
    expect([...(day[0]?.counts.get(idOf('leak'))?.high ?? [])].slice(0, 6)).toEqual([7, 10, 13, 16, 0, 0])
    expect(day[0]?.seenAt[5]).toBe(0)
  })

  it('changes nothing when it runs again, be it after a run that died before its cursor moved', async () => {
    const service = await serviceWith(MORNING, MONDAY + 8 * HOUR)
    await close(service, { dies: true })
    const first = await blocks(service)
    expect(await close(service)).toBe(6)
    expect(await blocks(service)).toEqual(first)
    expect(await close(service)).toBe(0)
    expect(await blocks(service)).toEqual(first)
  })

  it('makes the same blocks in many runs as in one', async () => {
    const once = await serviceWith(MORNING, MONDAY + 8 * HOUR)
    await close(once)
    const often = serviceInMemory(MONDAY)
    for (const dump of MORNING) {
      often.clock.now = dump[0]
      await take(often, dump)
      await close(often)
    }
    often.clock.now = MONDAY + 8 * HOUR
    await close(often)
    expect(await blocks(often)).toEqual(await blocks(once))
  })

  it.each([
    { name: 'between two others', at: MONDAY + HOUR + 30 * MINUTE },
    { name: 'before the first of its hour', at: MONDAY + 2 * HOUR - 20 * MINUTE },
    { name: 'after the last of its hour', at: MONDAY + 2 * HOUR - MINUTE },
    { name: 'in an hour that had none', at: MONDAY + 6 * HOUR + 5 * MINUTE },
  ])('puts a late dump $name where it had stood in time', async ({ at }) => {
    const late: Dump = [at, { leak: 99, other: 2 }]
    const others = MORNING.filter(([when]) => when !== at)
    const inTime = await serviceWith(
      [...others, late].sort((a, b) => a[0] - b[0]),
      MONDAY + 9 * HOUR,
    )
    await close(inTime)
    const service = await serviceWith(others, MONDAY + 9 * HOUR)
    await close(service)
    await take(service, late)
    expect(await close(service)).toBe(1)
    const sorted = async (of: Service) =>
      Object.values(await blocks(of)).flatMap((all) =>
        all.map(({ counts, ...block }) => ({ ...block, counts: new Map([...counts].sort()) })),
      )
    expect(await sorted(service)).toEqual(await sorted(inTime))
    expect(await service.deps.ledger.lateSnapshots(TENANT, SERVICE, 9)).toEqual([])
  })

  it('reads of late dumps these alone, however many processes the service has', async () => {
    const service = await serviceWith(MORNING, MONDAY + 9 * HOUR)
    for (const instance of ['pod-1', 'pod-2'])
      for (const dump of MORNING) await take(service, dump, { instance })
    await close(service)
    for (const minute of [1, 2, 3])
      await take(service, [MONDAY + HOUR + minute * MINUTE, { leak: 70 }], { instance: 'pod-1' })
    service.rows.calls.length = 0
    expect(await close(service)).toBe(1)
    const read = service.rows.calls.filter(({ pk }) => pk.endsWith('#2026-09-07'))
    expect(read.map(({ verb }) => verb)).toEqual(['getMany', 'getMany', 'getMany', 'query'])
  })

  it('reads an hour again whole where profiles of it were indexed from the bucket', async () => {
    const service = await serviceWith(MORNING, MONDAY + 9 * HOUR)
    await close(service)
    await take(service, [MONDAY + HOUR + MINUTE, { leak: 99 }])
    const [late] = await service.deps.ledger.lateSnapshots(TENANT, SERVICE, 9)
    if (late === undefined) throw new Error('it is late')
    await service.deps.ledger.clearLateSnapshot(TENANT, SERVICE, late)
    const mark = { hour: late.hour, part: '', snapshot: late.snapshot }
    await service.deps.ledger.markLate(TENANT, SERVICE, mark, service.clock.now)
    expect(await close(service)).toBe(1)
    const [, hour] = await blocksOf(service.deps, 'hour')
    expect(hour?.counts.get(idOf('leak'))?.high[0]).toBe(99)
    expect((await service.deps.ledger.read(TENANT, SERVICE)).late).toEqual([])
  })

  it('keeps what a block holds when the rows that made it have expired', async () => {
    const service = await serviceWith(MORNING, MONDAY + 8 * HOUR)
    await close(service)
    service.clock.now = MONDAY + 6 * DAY
    await take(service, [MONDAY + 30 * MINUTE, { leak: 1 }])
    expect(await close(service)).toBe(1)
    const { hour, day } = await blocks(service)
    expect(hour.map(({ start }) => start)).toEqual([MONDAY])
    const leak = day[0]?.counts.get(idOf('leak'))
    expect([leak?.low[0], leak?.high[0], leak?.last[0], leak?.last[5]]).toEqual([1, 7, 7, 22])
  })

  describe('of more processes than fit into a part', () => {
    const PODS = ['pod-3', 'pod-1', 'pod-5', 'pod-2', 'pod-4']

    /** Five pods for six hours, two of which fall silent after four; a dump of debug=2 now and then. */
    async function crowd(wideFrom?: number): Promise<Service> {
      const service = serviceInMemory(MONDAY)
      if (wideFrom !== undefined) await service.rows.put({ ...rowKey.layout(TENANT, SERVICE), wideFrom })
      for (const [i, [at, counts]] of MORNING.entries()) {
        service.clock.now = at
        for (const instance of i < 12 ? PODS : PODS.slice(2)) {
          await take(service, [at, { ...counts, [instance]: 1 + i }], { instance })
          if (i % 3 === 0) await take(service, [at + MINUTE, counts], { instance, debug: 2 })
        }
      }
      service.clock.now = MONDAY + 9 * HOUR
      return service
    }

    const kept = async (service: Service) => ({
      ...(await blocks(service)),
      evidence: await all(service.deps.evidence.all(TENANT, SERVICE)),
    })

    it.each([1, 3, 6, 9, 12, 21])(
      'makes the same blocks %i signatures of process-hours at a time as at once',
      async (size) => {
        const atOnce = await crowd()
        expect(await close(atOnce)).toBe(4 * 5 + 2 * 3)
        const inParts = await crowd()
        expect(await close(inParts, { size })).toBe(4 * 5 + 2 * 3)
        expect(await kept(inParts)).toEqual(await kept(atOnce))
        const { cursor } = await inParts.deps.ledger.read(TENANT, SERVICE)
        expect(cursor).toMatchObject({ closedThrough: openHourAt(inParts.clock.now), closedInto: undefined })
      },
    )

    it.each([1, 3, 9, 100])(
      'makes the same blocks of a service that was spread, %i signatures at a time',
      async (size) => {
        const atOnce = await crowd()
        await close(atOnce)
        const spread = await crowd(MONDAY + 2 * HOUR)
        expect(await close(spread, { size })).toBe(4 * 5 + 2 * 3)
        expect(await kept(spread)).toEqual(await kept(atOnce))
      },
    )

    it('merges what came late for a process whose part of the hour was closed', async () => {
      const service = await crowd()
      const state = await service.deps.ledger.read(TENANT, SERVICE)
      await service.deps.ledger.lease(TENANT, SERVICE, 'test', service.clock.now + MINUTE, service.clock.now)
      const range = { begin: beginOf(state.cursor, service.clock.now), to: openHourAt(service.clock.now) }
      const parts = closeHours(service.deps, TENANT, SERVICE, range, service.clock.now, undefined, 6)
      const { value } = await parts.next()
      expect(value.closed).toEqual({ closedThrough: MONDAY, closedInto: 'pod-2@20260907T000000Z' })
      await service.deps.ledger.keep(TENANT, SERVICE, 'test', value.closed, service.clock.now + MINUTE)
      const late: Dump = [MONDAY + 50 * MINUTE, { leak: 99 }]
      await take(service, late, { instance: 'pod-1' })
      await close(service, { size: 6 })
      const inTime = await crowd()
      await take(inTime, late, { instance: 'pod-1' })
      await close(inTime)
      expect(await blocks(service)).toEqual(await blocks(inTime))
      expect(await service.deps.ledger.lateSnapshots(TENANT, SERVICE, 9)).toEqual([])
    })
  })

  it.each([
    { name: 'a dump that was cut', more: { partial: true, debug: 1 } as const },
    { name: 'a profile of leaks alone', more: { type: 'goroutineleak' } as const },
  ])('takes $name for no point', async ({ more }) => {
    const service = serviceInMemory(MONDAY)
    await take(service, [MONDAY, { leak: 5 }], more)
    service.clock.now = MONDAY + 3 * HOUR
    expect(await close(service)).toBe(0)
    expect(await blocks(service)).toEqual({ hour: [], day: [] })
  })
})
