import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { readProfile } from '#shared/goroutine/detect.ts'
import { DEFAULT_READ_LIMITS } from '#shared/goroutine/model.ts'
import { signProfile } from '#shared/signature/sign.ts'
import { PROFILE } from './inputs.ts'

/** How fast the local stack takes profiles in, over HTTP, every byte on disk before the answer. */
export interface IngestRate {
  readonly connections: number
  /** Acknowledged pushes per second, as fast as they go. */
  readonly perSecond: number
  /** Milliseconds of these. */
  readonly p50: number
  readonly p99: number
  /** Profiles per second that one core reads and signs, and does nothing else. */
  readonly readingPerSecond: number
  /** 99th percentile in milliseconds at `STEADY` pushes per second. */
  readonly steadyP99: number
  /** MB of the process at its highest. */
  readonly peak: number
}

/** Pushes per second of the steady load. */
export const STEADY = 300
const CONNECTIONS = 32
const WARM_UP = 1_000
/** Seconds of each part. */
const FULL = 10
const ALONE = 3
const MAIN = fileURLToPath(new URL('../cli/main.ts', import.meta.url))

interface Stack {
  readonly url: string
  readonly token: string
  readonly body: Uint8Array
  readonly agent: Agent
}

/** Starts a stack of its own in another process and pushes to it as that many instances would. */
export async function measureIngestRate(): Promise<IngestRate> {
  const body = await readFile(PROFILE)
  const before = await readingRate(body)
  const directory = await mkdtemp(join(tmpdir(), 'tidemark-bench-'))
  const child = spawn(process.execPath, [MAIN, 'serve', '--data', directory, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, TOKEN_REQUESTS_PER_MINUTE: '999999999' },
  })
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  try {
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    const url = line.split(' ').at(-1) as string
    const token = (await readFile(join(directory, 'admin-token'), 'utf8')).trim()
    const stack = { url, token, body, agent }
    await pushAtOnce(stack, WARM_UP)
    const started = performance.now()
    const latencies = await pushAtOnce(stack, Number.POSITIVE_INFINITY, started + FULL * 1000)
    const perSecond = (1000 * latencies.length) / (performance.now() - started)
    const steady = await pushSteadily(stack)
    const status = await readFile(`/proc/${child.pid}/status`, 'latin1').catch(() => '')
    const after = await readingRate(body)
    return {
      connections: CONNECTIONS,
      perSecond,
      p50: quantile(latencies, 0.5),
      p99: quantile(latencies, 0.99),
      readingPerSecond: (before + after) / 2,
      steadyP99: quantile(steady, 0.99),
      peak: Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1]) / 1024,
    }
  } finally {
    agent.destroy()
    child.kill('SIGTERM')
    await once(child, 'exit')
    await rm(directory, { recursive: true })
  }
}

/** Profiles per second that this core reads and signs; before and after, since a shared machine is not always as fast. */
async function readingRate(body: Uint8Array): Promise<number> {
  let done = 0
  const started = performance.now()
  while (performance.now() - started < ALONE * 1000) {
    const reading = await readProfile(body, { ...DEFAULT_READ_LIMITS, roster: true })
    if (reading.answer === 'broken') throw new Error(reading.broken.detail)
    signProfile(reading.profile)
    done++
  }
  return (1000 * done) / (performance.now() - started)
}

/** Each connection pushes as soon as it is answered. @returns milliseconds of each push */
async function pushAtOnce(stack: Stack, count: number, until = Number.POSITIVE_INFINITY): Promise<number[]> {
  const latencies: number[] = []
  let next = 0
  const connection = async (): Promise<void> => {
    while (next++ < count && performance.now() < until) latencies.push(await push(stack))
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, connection))
  return latencies
}

/** Pushes begin at their times, whether or not those before are answered. */
async function pushSteadily(stack: Stack): Promise<number[]> {
  const started = performance.now()
  const pushes: Promise<number>[] = []
  for (let i = 0; i < STEADY * FULL; i++) {
    const due = started + (1000 * i) / STEADY
    const wait = due - performance.now()
    if (wait > 0) await setTimeout(wait)
    pushes.push(push(stack).then(() => performance.now() - due))
  }
  return Promise.all(pushes)
}

let instances = 0

/** Of an instance of its own. @returns milliseconds */
async function push({ url, token, body, agent }: Stack): Promise<number> {
  const started = performance.now()
  const path = `/v1/profiles?service=bench&instance=pod-${++instances}`
  const sent = request(url + path, {
    agent,
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-length': body.byteLength },
  })
  sent.end(body)
  const [response] = await once(sent, 'response')
  response.resume()
  await once(response, 'end')
  if (response.statusCode !== 201) throw new Error(`a push was answered ${response.statusCode}`)
  return performance.now() - started
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(share * values.length)] ?? Number.NaN
}
