import pLimit from 'p-limit'
import { describe, expect, test } from 'vitest'
import { BodyRoom } from '#cli/agent/body-room.ts'
import type { Collected } from '#cli/agent/collect.ts'
import { noCounts } from '#cli/agent/counts.ts'
import type { Fields } from '#cli/agent/log.ts'
import { Outbox } from '#cli/agent/outbox.ts'
import { DEFAULT_PULL_LIMITS } from '#cli/agent/pull.ts'
import { firstPlan, type Kind } from '#cli/agent/schedule.ts'
import { Spool } from '#cli/agent/spool.ts'
import { targetsOf } from '#cli/agent/target.ts'
import { collectAndDeliver, type Pulling, watch, watchedOf } from '#cli/agent/watched.ts'
import { withFolder } from '#test/support/cli.ts'

const never = (): Promise<never> => new Promise(() => undefined)

test('a target that answered last is not held up by any number of those that do not', () =>
  withFolder(async (home) => {
    const time = { now: 0 }
    const clock = { now: () => time.now, sleep: () => never() }
    const pulled: string[] = []
    const fetching: typeof fetch = (url) => {
      pulled.push(String(url))
      return never()
    }
    const counts = noCounts()
    const spool = await Spool.open(home, { bytes: 1, files: 1 })
    const common = {
      fetch: fetching,
      limits: DEFAULT_PULL_LIMITS,
      proc: home,
      clock,
      random: () => 0,
      log: () => undefined,
    }
    const deps = {
      ...common,
      spool,
      counts,
      pauses: { first: 1, last: 1 },
      send: never,
      onNext: () => undefined,
    }
    const lanes = { answering: pLimit(1), others: pLimit(1) }
    const cut = new AbortController().signal
    const outbox = new Outbox(deps, cut)
    const pulling: Pulling = { ...common, now: clock.now, outbox, counts, room: new BodyRoom(1), lanes, cut }
    const habits = { every: undefined, leak: false, sockets: false }
    const said = { pid: undefined, version: undefined, labels: {} }
    const start = (port: number, answers: boolean): void => {
      const [target] = targetsOf([`http://127.0.0.1:${port}`], { service: 'x', instance: 'i', headers: {} })
      if (target === undefined) throw new Error('no target')
      void watch(
        pulling,
        Object.assign(watchedOf({ ...common, now: clock.now }, target, said, habits), { answers }),
      )
    }
    for (const port of [1, 2, 3]) start(port, false)
    start(4, true)
    // Which of the two lanes is first does not matter.
    await expect
      .poll(() => pulled.toSorted())
      .toEqual(['http://127.0.0.1:1/debug/pprof/goroutine', 'http://127.0.0.1:4/debug/pprof/goroutine'])
  }))

describe('a pull', () => {
  const habits = { every: undefined, leak: false, sockets: false }

  /** What becomes of a pull that brings this. */
  async function pull(collected: Collected, kind: Kind = 'goroutine') {
    const lines: (readonly [string, Fields | undefined])[] = []
    const delivered: unknown[] = []
    const counts = noCounts()
    const [target] = targetsOf(['http://127.0.0.1:9'], { service: 'x', instance: 'i', headers: {} })
    if (target === undefined) throw new Error('no target')
    const clock = { now: () => 1_000, sleep: never }
    const deps = { fetch, limits: DEFAULT_PULL_LIMITS, proc: '/nowhere', now: clock.now, random: () => 0.5 }
    const one = Object.assign(
      watchedOf(deps, target, { pid: undefined, version: undefined, labels: {} }, habits),
      {
        collect: async () => collected,
        answers: collected.is === 'failed',
      },
    )
    const pulling: Pulling = {
      ...deps,
      clock,
      counts,
      outbox: Object.assign(Object.create(Outbox.prototype), {
        deliver: async (item: unknown) => delivered.push(item),
      }),
      room: new BodyRoom(1),
      lanes: { answering: pLimit(1), others: pLimit(1) },
      cut: new AbortController().signal,
      log: (event, fields) => lines.push([event, fields]),
    }
    await collectAndDeliver(pulling, one, kind)
    return { lines, delivered, counts, one, place: target.place }
  }

  test('delivers each of what came, in its order', async () => {
    const items = ['a', 'b'].map((service) => ({
      path: `/v1/profiles?service=${service}`,
      body: new Uint8Array(1),
    }))
    const { delivered, counts, lines, one } = await pull({ is: 'taken', items })
    expect([delivered, counts.collected, counts.failed, lines, one.answers]).toEqual([items, 2, 0, [], true])
    expect(one.plan).not.toEqual(firstPlan(habits, 1_000, () => 0.5))
  })

  test('that fails is counted and told', async () => {
    const { delivered, counts, lines, one, place } = await pull({ is: 'failed', why: 'refused' })
    expect([delivered, counts.failed, one.answers]).toEqual([[], 1, false])
    expect(lines).toEqual([['pull failed', { target: place, kind: 'goroutine', why: 'refused' }]])
  })

  test('of what must be there and is not has failed, of what need not be there it has not', async () => {
    const missing = await pull({ is: 'absent' })
    expect([missing.counts.failed, missing.one.answers]).toEqual([1, true])
    expect(missing.lines).toMatchObject([['pull failed', { why: expect.stringContaining('answered 404') }]])
    for (const kind of ['goroutineleak', 'sockets'] as const) {
      const { counts, lines, place } = await pull({ is: 'absent' }, kind)
      expect([counts.failed, lines]).toEqual([0, [['not there', { target: place, kind }]]])
    }
  })
})
