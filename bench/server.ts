import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** `tidemark serve` in a process and a folder of its own. */
export interface BenchServer {
  readonly url: string
  readonly token: string
  /** Milliseconds from its start to its first line. */
  readonly startedIn: number
  /** MB of the process, and at its highest. */
  memory(): Promise<{ readonly now: number; readonly peak: number }>
  /** Milliseconds of a processor that all of its threads have taken. */
  cpu(): Promise<number>
  send(path: string, init?: RequestInit): Promise<Response>
  /** Ends it; its folder stays. */
  stop(): Promise<void>
}

const MAIN = fileURLToPath(new URL('../cli/main.ts', import.meta.url))
/** Milliseconds of one tick (proc_pid_stat(5)); Linux counts a hundred a second. */
const TICK = 10

/** Runs `work` with an empty folder. */
export async function withData<Result>(work: (directory: string) => Promise<Result>): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), 'tidemark-bench-'))
  try {
    return await work(directory)
  } finally {
    await rm(directory, { recursive: true })
  }
}

/** Starts one over a folder, and waits until it listens. */
export async function startServer(directory: string): Promise<BenchServer> {
  const began = performance.now()
  const child = spawn(process.execPath, [MAIN, 'serve', '--data', directory, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, TOKEN_REQUESTS_PER_MINUTE: '999999999' },
  })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const startedIn = performance.now() - began
  const url = line.split(' ').at(-1) as string
  const token = (await readFile(join(directory, 'admin-token'), 'utf8')).trim()
  return {
    url,
    token,
    startedIn,
    memory: () => memoryOf(child),
    cpu: () => cpuOf(child),
    send: (path, init = {}) =>
      fetch(url + path, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } }),
    stop: async () => {
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

/** Runs `work` with a server over an empty folder. */
export const withServer = <Result>(work: (server: BenchServer) => Promise<Result>): Promise<Result> =>
  withData(async (directory) => {
    const server = await startServer(directory)
    try {
      return await work(server)
    } finally {
      await server.stop()
    }
  })

async function memoryOf({ pid }: ChildProcess): Promise<{ now: number; peak: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'latin1').catch(() => '')
  const megabytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s*(\\d+) kB$`, 'm').exec(status)?.[1]) / 1024
  return { now: megabytes('VmRSS'), peak: megabytes('VmHWM') }
}

async function cpuOf({ pid }: ChildProcess): Promise<number> {
  let ticks = 0
  for (const thread of await readdir(`/proc/${pid}/task`).catch(() => [])) {
    const stat = await readFile(`/proc/${pid}/task/${thread}/stat`, 'latin1').catch(() => '')
    const [user = 0, system = 0] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
      .map(Number)
    ticks += user + system
  }
  return ticks * TICK
}
