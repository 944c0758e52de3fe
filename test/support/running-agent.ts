import { join } from 'node:path'
import { type AgentDeps, runAgent } from '#cli/agent/agent.ts'
import type { PollingDeps } from '#cli/agent/discovery/polling.ts'
import type { Source } from '#cli/agent/discovery/source.ts'
import { lineLog } from '#cli/agent/log.ts'
import { Spool } from '#cli/agent/spool.ts'
import { type FakeServer, testClock } from './agent.ts'
import type { TestApi } from './api.ts'

const HABITS = { every: undefined, leak: false, sockets: false }

/** Runs an agent that knows its targets from a source alone, in a time of its own. */
export async function runningAgent(
  api: TestApi,
  server: FakeServer,
  home: string,
  sourceOf: (deps: PollingDeps) => Source,
) {
  const lines: string[] = []
  const time = testClock(api.clock)
  const log = lineLog((line) => lines.push(line), time.clock.now, false)
  const deps: AgentDeps = {
    fetch,
    limits: { timeout: 30_000, bytes: 1_000_000 },
    proc: join(home, 'proc'),
    clock: time.clock,
    random: () => 0.5,
    log,
    spool: await Spool.open(join(home, 'spool'), { bytes: 1_000_000, files: 100 }),
    pauses: { first: 1, last: 4 },
  }
  const token = await api.token({ scopes: ['push'] })
  const stop = new AbortController()
  const ended = runAgent(
    deps,
    {
      server: { url: server.url, token },
      targets: [],
      sources: [sourceOf({ clock: time.clock, log })],
      habits: HABITS,
      said: { pid: undefined, version: undefined, labels: {} },
    },
    stop.signal,
  )
  return {
    lines,
    /** @param loops that wait beside the report: a target each, and a source that asks again and again */
    until: (loops: number, isSo: () => boolean | Promise<boolean>) => time.until(loops + 1, isSo),
    end: async () => {
      stop.abort()
      await Promise.all([ended, time.until(1, () => true)])
    },
  }
}
