import { expect, test } from 'vitest'
import type { SocketGroup } from '#shared/socket/grouped-sockets.ts'
import { socketsId } from '#shared/store/keys.ts'
import type { SocketIndex, SocketRecord } from '#shared/store/socket-index.ts'
import { DAY, MINUTE } from '#shared/time.ts'
import { all, freshName, type TestClock } from '#test/support/stores.ts'

/** One table a process, tool and slot; the newest come first. */
export function socketIndexContract(make: () => SocketIndex, clock: TestClock): void {
  const group: SocketGroup = {
    side: 'client',
    endpoint: { address: '10.10.10.11', port: 80 },
    state: 'ESTABLISHED',
    count: 1_198,
    isOwn: true,
    pid: 13_471,
    program: 'shopfront',
    oldestOpenedAt: Date.parse('2026-09-07T04:00:00Z'),
  }

  const record = (at: number, more: Partial<SocketRecord> = {}): SocketRecord => {
    const { process = 'web-1@20260907T000000Z', tool = 'lsof' } = more
    return {
      id: socketsId(process, tool, at),
      process,
      startedAt: Date.parse('2026-09-07T00:00:00Z'),
      tool,
      sha256: '00ff'.repeat(16),
      grouped: { takenAt: at + 17_003, sockets: 1_198, groups: [group] },
      ...more,
    }
  }

  test('a table comes back as it was put', async () => {
    const tenant = freshName('tenant')
    const full = record(clock.now)
    const grouped = { takenAt: clock.now, sockets: 0, groups: [] }
    const bare = record(clock.now, { tool: 'proc-fd', startedAt: undefined, grouped })
    for (const one of [full, bare]) {
      expect(await make().putIfAbsent(tenant, 'team/api:80', one, clock.now)).toBe(true)
      expect(await make().get(tenant, 'team/api:80', one.id)).toEqual(one)
    }
    expect(await make().get(tenant, 'another', full.id)).toBeUndefined()
    expect(await make().get(freshName('tenant'), 'team/api:80', full.id)).toBeUndefined()
  })

  test('a slot belongs to the first table', async () => {
    const tenant = freshName('tenant')
    const [first, second] = [record(clock.now), record(clock.now, { sha256: 'ff'.repeat(32) })]
    expect(await make().putIfAbsent(tenant, 'api', first, clock.now)).toBe(true)
    expect(await make().putIfAbsent(tenant, 'api', second, clock.now)).toBe(false)
    expect(await make().get(tenant, 'api', first.id)).toEqual(first)
  })

  test('tables of all processes and tools come by their time, the newest first, and of one service alone', async () => {
    const tenant = freshName('tenant')
    const expected = [3, 2, 1].flatMap((minute) => {
      const at = clock.now + minute * MINUTE
      return [record(at, { process: 'web-1@v#1' }), record(at, { process: 'web-2@v#1', tool: 'ss' })]
    })
    for (const one of expected.toReversed()) await make().putIfAbsent(tenant, 'api', one, clock.now)
    await make().putIfAbsent(tenant, 'apis', record(clock.now), clock.now)
    const found = await all(make().newestFirst(tenant, 'api'))
    const times = found.map(({ grouped }) => grouped.takenAt)
    expect(times).toEqual(times.toSorted((a, b) => b - a))
    const byId = (some: readonly SocketRecord[]) => some.toSorted((a, b) => (a.id < b.id ? -1 : 1))
    expect(byId(found)).toEqual(byId(expected))
  })

  test('ids of a range come in time order, from its begin or behind one of them, and none of its end', async () => {
    const tenant = freshName('tenant')
    const records = [0, 1, 2, 3].map((minute) => record(clock.now + minute * MINUTE))
    for (const one of records.toReversed()) await make().putIfAbsent(tenant, 'api', one, clock.now)
    const [first, second, third] = records.map(({ id }) => id)
    const range = { from: clock.now, to: clock.now + 3 * MINUTE }
    const ids = (more: { after?: string } = {}) => all(make().ids(tenant, 'api', { ...range, ...more }))
    expect(await ids()).toEqual([first, second, third])
    expect(await ids({ after: first ?? '' })).toEqual([second, third])
    expect(await all(make().ids(freshName('tenant'), 'api', range))).toEqual([])
  })

  test('a row goes thirty days after it was received', async () => {
    const tenant = freshName('tenant')
    const old = record(clock.now - 10 * DAY)
    await make().putIfAbsent(tenant, 'api', old, clock.now)
    clock.now += 30 * DAY - 1_000
    expect(await all(make().newestFirst(tenant, 'api'))).toEqual([old])
    clock.now += 1_000
    expect(await all(make().newestFirst(tenant, 'api'))).toEqual([])
    expect(await make().get(tenant, 'api', old.id)).toBeUndefined()
  })
}
