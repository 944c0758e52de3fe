import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { PROFILE } from './inputs.ts'

/** How fast the local stack takes profiles in, over HTTP, every byte on disk before the answer. */
export interface IngestRate {
  readonly profiles: number
  readonly parallel: number
  readonly perSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
}

const PROFILES = 2_000
const PARALLEL = 16
const WARM_UP = 200
const MAIN = fileURLToPath(new URL('../cli/main.ts', import.meta.url))

/** Starts a stack of its own in another process and pushes to it as that many instances would. */
export async function measureIngestRate(): Promise<IngestRate> {
  const directory = await mkdtemp(join(tmpdir(), 'tidemark-bench-'))
  const child = spawn(process.execPath, [MAIN, 'serve', '--data', directory, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  try {
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    const url = line.split(' ').at(-1) as string
    const token = (await readFile(join(directory, 'admin-token'), 'utf8')).trim()
    const body = await readFile(PROFILE)
    await pushAll(url, token, body, WARM_UP, 'warm')
    const started = performance.now()
    const latencies = (await pushAll(url, token, body, PROFILES, 'pod')).sort((a, b) => a - b)
    const seconds = (performance.now() - started) / 1000
    const at = (share: number): number => latencies[Math.floor(share * latencies.length)] as number
    return {
      profiles: PROFILES,
      parallel: PARALLEL,
      perSecond: PROFILES / seconds,
      p50: at(0.5),
      p99: at(0.99),
    }
  } finally {
    child.kill('SIGTERM')
    await once(child, 'exit')
    await rm(directory, { recursive: true })
  }
}

/** @returns milliseconds of each push */
async function pushAll(
  url: string,
  token: string,
  body: Uint8Array,
  count: number,
  prefix: string,
): Promise<number[]> {
  const latencies: number[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    for (let i = next++; i < count; i = next++) {
      const started = performance.now()
      const query = new URLSearchParams({
        service: 'bench',
        instance: `${prefix}-${i}`,
        at: new Date().toISOString(),
      })
      const response = await fetch(`${url}/v1/profiles?${query}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body,
      })
      if (response.status !== 201)
        throw new Error(`push ${i} was answered ${response.status}: ${await response.text()}`)
      await response.arrayBuffer()
      latencies.push(performance.now() - started)
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, worker))
  return latencies
}
