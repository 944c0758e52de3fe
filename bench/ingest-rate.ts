import { readFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { readProfile } from '#shared/goroutine/detect.ts'
import { DEFAULT_READ_LIMITS } from '#shared/goroutine/model.ts'
import { signProfile } from '#shared/signature/sign.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { PROFILE } from './inputs.ts'
import { openConnection, type PushConnection } from './push-connection.ts'
import { type BenchServer, withServer } from './server.ts'

/** How fast the local server takes profiles in, over HTTP, every byte on disk before the answer. */
export interface IngestRate {
  readonly connections: number
  /** Acknowledged pushes per second, as fast as they go. */
  readonly perSecond: number
  /** Milliseconds of these. */
  readonly p50: number
  readonly p99: number
  /** Profiles per second that one core reads and signs, and does nothing else. */
  readonly readingPerSecond: number
  /** Milliseconds of a processor for one push in the server, all threads, and for reading and signing alone. */
  readonly cpu: number
  readonly readingCpu: number
  /** 99th percentile in milliseconds at `STEADY` pushes per second. */
  readonly steadyP99: number
  /** Pushes in all. */
  readonly pushes: number
  /** MB of the process: when it has started, after the last push, and when all has been judged; the highest of all. */
  readonly memory: {
    readonly start: number
    readonly pushed: number
    readonly rest: number
    readonly peak: number
  }
}

/** Pushes per second of the steady load. */
export const STEADY = 300
const CONNECTIONS = 32
const WARM_UP = 2_000
/** Seconds of each part. */
const FULL = 10
const ALONE = 3
/**
 * Milliseconds between two looks whether the server rests; of a processor that it takes at rest; looks in a row that say so, and the
 * most in all: rounds of the judge come again for as long as hours are open.
 */
const LOOK = 2_000
const AT_REST = 100
const LOOKS = 15
const MOST_LOOKS = 150

interface Load {
  readonly connections: readonly PushConnection[]
  readonly body: Uint8Array
}

/** @param most pushes in all; the rest of them comes after what is measured, and all is judged then */
export async function measureIngestRate(most = 0): Promise<IngestRate> {
  const body = await readFile(PROFILE)
  const before = await readingRate(body)
  const measured = await withServer(async (server) => {
    const { now: start } = await server.memory()
    const open = Array.from({ length: CONNECTIONS }, () => openConnection(server.url, server.token))
    const load = { connections: await Promise.all(open), body }
    await pushAtOnce(load, WARM_UP)
    const [started, cpuBefore] = [performance.now(), await server.cpu()]
    const latencies = await pushAtOnce(load, Number.POSITIVE_INFINITY, started + FULL * 1000)
    const perSecond = (1000 * latencies.length) / (performance.now() - started)
    const cpu = ((await server.cpu()) - cpuBefore) / latencies.length
    const steady = await pushSteadily(load)
    await pushAtOnce(load, most - pushes)
    for (const connection of load.connections) connection.close()
    const { now: pushed } = await server.memory()
    if (most > 0) await atRest(server)
    const { now: rest, peak } = await server.memory()
    return {
      perSecond,
      p50: quantile(latencies, 0.5),
      p99: quantile(latencies, 0.99),
      cpu,
      steadyP99: quantile(steady, 0.99),
      pushes,
      memory: { start, pushed, rest, peak },
    }
  })
  const after = await readingRate(body)
  return {
    ...measured,
    connections: CONNECTIONS,
    readingPerSecond: (before.perSecond + after.perSecond) / 2,
    readingCpu: (before.cpu + after.cpu) / 2,
  }
}

/** Waits until nothing is left to be judged, five minutes at most. */
async function atRest(server: BenchServer): Promise<void> {
  for (let looks = 0, all = 0; looks < LOOKS && all < MOST_LOOKS; all++) {
    const before = await server.cpu()
    await setTimeout(LOOK)
    looks = (await server.cpu()) - before > AT_REST ? 0 : looks + 1
  }
}

/** What this core reads and signs; before and after, since a shared machine is not always as fast. */
async function readingRate(body: Uint8Array): Promise<{ readonly perSecond: number; readonly cpu: number }> {
  let done = 0
  const [started, cpuBefore] = [performance.now(), process.cpuUsage()]
  while (performance.now() - started < ALONE * 1000) {
    const reading = await readProfile(body, { ...DEFAULT_READ_LIMITS, roster: true })
    if (reading.answer === 'broken') throw new Error(reading.broken.detail)
    signProfile(reading.profile)
    done++
  }
  const { user, system } = process.cpuUsage(cpuBefore)
  return {
    perSecond: (1000 * done) / (performance.now() - started),
    cpu: (user + system) / 1000 / done,
  }
}

/** Each connection pushes as soon as it is answered. @returns milliseconds of each push */
async function pushAtOnce(
  { connections, body }: Load,
  count: number,
  until = Number.POSITIVE_INFINITY,
): Promise<number[]> {
  const latencies: number[] = []
  let next = 0
  const keepPushing = async (connection: PushConnection): Promise<void> => {
    while (next++ < count && performance.now() < until) {
      const started = performance.now()
      await push(connection, body)
      latencies.push(performance.now() - started)
    }
  }
  await Promise.all(connections.map(keepPushing))
  return latencies
}

/** Each connection pushes at its times; one that is not answered yet is late for the next. @returns milliseconds since each was due */
async function pushSteadily({ connections, body }: Load): Promise<number[]> {
  const started = performance.now()
  const latencies: number[] = []
  const keepPushing = async (connection: PushConnection, first: number): Promise<void> => {
    for (let i = first; i < STEADY * FULL; i += connections.length) {
      const due = started + (1000 * i) / STEADY
      const wait = due - performance.now()
      if (wait > 0) await setTimeout(wait)
      await push(connection, body)
      latencies.push(performance.now() - due)
    }
  }
  await Promise.all(connections.map(keepPushing))
  return latencies
}

let pushes = 0
/** Processes that push, and how many of them one service has. */
const PROCESSES = 1_000
const OF_A_SERVICE = 20
/** Milliseconds before now of the first minute: half of the hours that a push may be late. */
const BEHIND = 7 * 24 * HOUR
const began = Date.now()

/** The next of a fleet, each of whose processes sends a profile a minute. */
async function push(connection: PushConnection, body: Uint8Array): Promise<void> {
  const [minute, process] = [Math.floor(pushes / PROCESSES), pushes++ % PROCESSES]
  const service = `bench-${Math.floor(process / OF_A_SERVICE)}`
  const at = new Date(began - BEHIND + minute * MINUTE).toISOString()
  const status = await connection.post(
    `/v1/profiles?service=${service}&instance=pod-${process}&at=${at}`,
    body,
  )
  if (status !== 201) throw new Error(`a push was answered ${status}`)
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(share * values.length)] ?? Number.NaN
}
