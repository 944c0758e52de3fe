import pLimit from 'p-limit'
import { expect, test } from 'vitest'
import { BodyRoom } from '#cli/agent/body-room.ts'
import { noCounts } from '#cli/agent/counts.ts'
import { Outbox } from '#cli/agent/outbox.ts'
import { DEFAULT_PULL_LIMITS } from '#cli/agent/pull.ts'
import { Spool } from '#cli/agent/spool.ts'
import { targetsOf } from '#cli/agent/target.ts'
import { type Pulling, watch, watchedOf } from '#cli/agent/watched.ts'
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
