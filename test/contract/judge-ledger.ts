import { describe, expect, test } from 'vitest'
import type { JudgeLedger } from '#shared/store/judge-ledger.ts'
import { snapshotId } from '#shared/store/keys.ts'
import { HOUR, hourStart, MINUTE } from '#shared/time.ts'
import { freshName, type TestClock } from '#test/support/stores.ts'
import { findingContract } from './findings.ts'

/** What judges remember of a service, and the lease that keeps two of them from it. */
export function judgeLedgerContract(make: () => JudgeLedger, clock: TestClock): void {
  function leases() {
    const tenant = freshName('tenant')
    const cursor = { closedThrough: hourStart(clock.now), judgedAt: clock.now }
    return {
      cursor,
      lease: (owner: string, until = clock.now + MINUTE) =>
        make().lease(tenant, 'api', owner, until, clock.now),
      advance: (owner: string, to = cursor) => make().advance(tenant, 'api', owner, to),
      release: (owner: string) => make().release(tenant, 'api', owner),
      read: async () => (await make().read(tenant, 'api')).cursor,
    }
  }

  test('a service that no judge has seen has nothing to remember', async () => {
    const nothing = { cursor: undefined, parts: new Map(), findings: [], late: [] }
    expect(await make().read(freshName('tenant'), 'api')).toEqual(nothing)
  })

  describe('a lease', () => {
    test('is held by one owner until its time is over', async () => {
      const { lease } = leases()
      expect(await lease('a')).toBe(true)
      expect(await lease('b')).toBe(false)
      clock.now += MINUTE
      expect(await lease('b')).toBe(false)
      clock.now += 1
      expect(await lease('b')).toBe(true)
      expect(await lease('a')).toBe(false)
    })

    test('may be renewed by its owner', async () => {
      const { lease } = leases()
      await lease('a')
      expect(await lease('a', clock.now + HOUR)).toBe(true)
      clock.now += 2 * MINUTE
      expect(await lease('b')).toBe(false)
    })

    test('holds nobody where the clock of its owner was hours ahead', async () => {
      const { lease } = leases()
      await lease('a', clock.now + 3 * HOUR)
      expect(await lease('b')).toBe(true)
      expect(await lease('a')).toBe(false)
    })

    test('goes to one of many judges that start at once', async () => {
      const { lease } = leases()
      const got = await Promise.all(Array.from({ length: 12 }, (_, i) => lease(`judge ${i}`)))
      expect(got.filter(Boolean)).toHaveLength(1)
    })

    test('leaves no cursor behind when it is given back without one', async () => {
      const { lease, release, read } = leases()
      await lease('a')
      expect(await read()).toBeUndefined()
      await release('a')
      expect(await lease('b')).toBe(true)
    })

    test('is given back with the cursor', async () => {
      const { lease, advance, read, cursor } = leases()
      await lease('a')
      expect(await advance('a')).toBe(true)
      expect(await read()).toEqual(cursor)
      expect(await lease('b')).toBe(true)
      expect(await read()).toEqual(cursor)
    })

    test('that was lost moves no cursor and is given back by nobody else', async () => {
      const { lease, advance, release, read } = leases()
      await lease('a')
      clock.now += MINUTE + 1
      await lease('b')
      expect(await advance('a')).toBe(false)
      expect(await read()).toBeUndefined()
      await release('a')
      expect(await lease('c')).toBe(false)
      expect(await advance('b')).toBe(true)
    })

    test('that nobody took moves no cursor either', async () => {
      const { advance, release, read } = leases()
      expect(await advance('a')).toBe(false)
      await release('a')
      expect(await read()).toBeUndefined()
    })
  })

  describe('a part of a service that is spread', () => {
    test('has a cursor and a lease of its own', async () => {
      const tenant = freshName('tenant')
      const [until, closedThrough] = [clock.now + MINUTE, hourStart(clock.now)]
      const lease = (owner: string, part?: string) =>
        make().lease(tenant, 'api', owner, until, clock.now, part)
      expect(await Promise.all([lease('a'), lease('b', '00'), lease('c', '3f')])).toEqual([true, true, true])
      expect(await lease('d', '00')).toBe(false)
      const closed = { closedThrough, closedInto: 'web-1@unmarked' }
      expect(await make().keep(tenant, 'api', 'b', closed, until, '00')).toBe(true)
      expect(await make().keep(tenant, 'api', 'b', closed, until, '3f')).toBe(false)
      await make().release(tenant, 'api', 'c', '3f')
      expect(await make().read(tenant, 'api')).toEqual({
        cursor: undefined,
        parts: new Map([
          ['00', { closed, leaseUntil: until }],
          ['3f', { closed: undefined, leaseUntil: 0 }],
        ]),
        findings: [],
        late: [],
      })
    })
  })

  describe('a late mark', () => {
    const hour = hourStart(clock.now)
    const snapshot = (minute: number): string =>
      snapshotId('web-1@unmarked', 'goroutine/0', hour + minute * MINUTE)

    async function marked(...minutes: readonly number[]) {
      const tenant = freshName('tenant')
      for (const minute of minutes)
        await make().markLate(
          tenant,
          'api',
          { hour: hourStart(hour + minute * MINUTE), part: '', snapshot: snapshot(minute) },
          clock.now,
        )
      return { tenant, late: async () => (await make().read(tenant, 'api')).late }
    }

    test('names its hour and the snapshot that came last', async () => {
      const { late } = await marked(3, 61, 7)
      expect(await late()).toEqual([
        { hour, part: '', snapshot: snapshot(7) },
        { hour: hour + HOUR, part: '', snapshot: snapshot(61) },
      ])
    })

    test('of a part stands beside those of others, and is cleared alone', async () => {
      const { tenant, late } = await marked(3)
      for (const part of ['3a', '00'])
        await make().markLate(tenant, 'api', { hour, part, snapshot: snapshot(5) }, clock.now)
      await make().clearLate(tenant, 'api', { hour, part: '3a', snapshot: snapshot(5) })
      expect(await late()).toEqual([
        { hour, part: '', snapshot: snapshot(3) },
        { hour, part: '00', snapshot: snapshot(5) },
      ])
    })

    test('is cleared, and again does no harm', async () => {
      const { tenant, late } = await marked(3)
      for (let i = 0; i < 2; i++)
        await make().clearLate(tenant, 'api', { hour, part: '', snapshot: snapshot(3) })
      expect(await late()).toEqual([])
    })

    test('that a later snapshot has renewed is not cleared', async () => {
      const { tenant, late } = await marked(3, 7)
      await make().clearLate(tenant, 'api', { hour, part: '', snapshot: snapshot(3) })
      expect(await late()).toEqual([{ hour, part: '', snapshot: snapshot(7) }])
    })

    test('is gone after four days', async () => {
      const { late } = await marked(3)
      // Rows expire with a whole second.
      clock.now += 96 * HOUR + 1_000
      expect(await late()).toEqual([])
    })
  })

  describe('the mark of a late snapshot', () => {
    const hour = hourStart(clock.now)
    const late = (process: string, minute: number) => ({
      hour: hourStart(hour + minute * MINUTE),
      process,
      snapshot: snapshotId(process, 'goroutine/0', hour + minute * MINUTE),
    })

    test('comes back by hour and process, the oldest first, at most so many, and is nothing that a reader reads', async () => {
      const tenant = freshName('tenant')
      const marks = [late('b@v#1', 3), late('a@unmarked', 61), late('b@v#1', 7), late('a@unmarked', 5)]
      for (const one of [...marks, marks[0] ?? late('', 0)])
        await make().markLateSnapshot(tenant, 'api', one, clock.now)
      const [b3, a61, b7, a5] = marks
      expect(await make().lateSnapshots(tenant, 'api', 9)).toEqual([a5, b3, b7, a61])
      expect(await make().lateSnapshots(tenant, 'api', 2)).toEqual([a5, b3])
      expect((await make().read(tenant, 'api')).late).toEqual([])
    })

    test('is settled alone, and is gone after four days', async () => {
      const tenant = freshName('tenant')
      const [one, other] = [late('a@unmarked', 3), late('a@unmarked', 4)]
      for (const each of [one, other]) await make().markLateSnapshot(tenant, 'api', each, clock.now)
      for (let i = 0; i < 2; i++) await make().clearLateSnapshot(tenant, 'api', one)
      expect(await make().lateSnapshots(tenant, 'api', 9)).toEqual([other])
      clock.now += 96 * HOUR + 1_000
      expect(await make().lateSnapshots(tenant, 'api', 9)).toEqual([])
    })
  })

  describe('what is no finding', () => {
    const stack = {
      signature: '0123456789abcdef',
      verdict: 'plateaued',
      why: 'holds 40 since 3 h',
      leaf: 'runtime.gopark',
      ownCode: 'main.worker',
      entry: undefined,
    } as const
    const quiet = { counts: { plateaued: 1, stable: 211 }, stacks: [stack] }

    test('is unknown before the first verdict, and comes back as the last one left it', async () => {
      const tenant = freshName('tenant')
      expect(await make().quiet(tenant, 'api')).toBeUndefined()
      expect(await make().putQuiet(tenant, 'api', quiet)).toBe(true)
      expect(await make().quiet(tenant, 'api')).toEqual(quiet)
      const none = { counts: {}, stacks: [] }
      expect(await make().putQuiet(tenant, 'api', none)).toBe(true)
      expect(await make().quiet(tenant, 'api')).toEqual(none)
    })

    test('is written when it changes only', async () => {
      const tenant = freshName('tenant')
      await make().putQuiet(tenant, 'api', quiet)
      expect(await make().putQuiet(tenant, 'api', structuredClone(quiet))).toBe(false)
      const later = { ...quiet, stacks: [{ ...stack, why: 'holds 40 since 4 h' }] }
      expect(await make().putQuiet(tenant, 'api', later)).toBe(true)
      expect(await make().quiet(tenant, 'api')).toEqual(later)
    })

    test('is nothing that a judge reads', async () => {
      const tenant = freshName('tenant')
      await make().putQuiet(tenant, 'api', quiet)
      expect(await make().read(tenant, 'api')).toEqual({
        cursor: undefined,
        parts: new Map(),
        findings: [],
        late: [],
      })
    })
  })

  findingContract(make)
}
