import { once } from 'node:events'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pipeline } from 'node:stream'
import { setTimeout as pause, setImmediate } from 'node:timers/promises'
import { getRequestListener } from '@hono/node-server'
import type { Clock } from '#cli/agent/clock.ts'
import { REASONS, type Reason } from '#shared/api/reason.ts'
import { fixture } from './cli.ts'
import { dump } from './pprof.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** A server on any free port of this machine. */
export interface Listening {
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

async function listen(handler: Handler): Promise<Listening> {
  const server: Server = createServer(handler)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

/** What a target answers instead of its profiles. */
export type Instead = 'profiles' | 'silence' | 'endless' | 'error' | 'redirect'

export interface FakeTarget extends Listening {
  /** Paths with query in the order in which they were asked for. */
  readonly asked: string[]
  readonly headers: IncomingMessage['headers'][]
  /** Pulls at one time, the most of all. */
  readonly mostAtOnce: () => number
  readonly underWay: () => number
  instead: Instead
  hasLeakProfile: boolean
}

/** A program that serves `net/http/pprof`; each goroutine profile has other bytes than the one before. */
export async function fakeTarget(): Promise<FakeTarget> {
  const dump2 = await readFile(fixture('go1.24.goroutine.debug2.txt'))
  let [under, most, pulls] = [0, 0, 0]
  const state = {
    asked: [] as string[],
    headers: [] as IncomingMessage['headers'][],
    instead: 'profiles' as Instead,
    hasLeakProfile: false,
    mostAtOnce: () => most,
    underWay: () => under,
  }
  const answer: Handler = ({ url = '', headers }, response) => {
    state.asked.push(url)
    state.headers.push(headers)
    most = Math.max(most, ++under)
    response.on('close', () => under--)
    if (state.instead === 'silence') return
    if (state.instead === 'error') return void response.writeHead(500).end('broken')
    if (state.instead === 'redirect')
      return void response.writeHead(302, { location: 'http://127.0.0.2:1/' }).end()
    if (state.instead === 'endless') return void pipeline(endless, response, () => {})
    const isLeak = url.includes('goroutineleak')
    if (isLeak && !state.hasLeakProfile) return void response.writeHead(404).end()
    if (url.includes('debug=2')) return void response.end(dump2)
    const type = isLeak ? 'goroutineleak' : 'goroutine'
    response.end(dump({ 'runtime.gopark < main.wait': ++pulls }, { type }))
  }
  return Object.assign(state, await listen(answer))
}

function* endless(): Generator<Buffer> {
  for (;;) yield Buffer.alloc(64 * 1024, 'x')
}

export interface FakeServer extends Listening {
  /** Requests that came in, whatever became of them. */
  readonly requests: string[]
  /** Connections end without an answer, with a refusal by Tidemark, or with what something between answers. */
  down: 'no' | 'gone' | Reason | Foreign | ((path: string) => 'no' | Foreign)
  retryAfter: string | undefined
}

/** What a proxy answers instead of Tidemark. */
export interface Foreign {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** An HTTP app on 127.0.0.1 that can be away. */
export async function fakeServer(app: {
  readonly fetch: (request: Request) => Response | Promise<Response>
}): Promise<FakeServer> {
  const listener = getRequestListener(app.fetch)
  const state = {
    requests: [] as string[],
    down: 'no' as FakeServer['down'],
    retryAfter: undefined as string | undefined,
  }
  const answer: Handler = (request, response) => {
    state.requests.push(request.url ?? '')
    const down = typeof state.down === 'function' ? state.down(request.url ?? '') : state.down
    if (down === 'gone') request.socket.destroy()
    else if (down === 'no') void listener(request, response)
    else {
      request.resume()
      const { status, headers, body = '' } = typeof down === 'string' ? problemOf(down) : down
      const pause = state.retryAfter === undefined ? {} : { 'retry-after': state.retryAfter }
      response.writeHead(status, { ...headers, ...pause }).end(body)
    }
  }
  return Object.assign(state, await listen(answer))
}

const problemOf = (reason: Reason): Foreign => ({
  status: REASONS[reason].status,
  headers: { 'content-type': 'application/problem+json' },
  body: JSON.stringify({ reason }),
})

/** Shorter waits pass at once: they are pauses between two tries. */
const A_MOMENT = 1_000

/** A clock that stands until all who use it wait, and then goes to the next of them. */
export function testClock(time: { now: number }) {
  const sleepers = new Set<{ readonly at: number; readonly wake: () => void }>()
  const clock: Clock = {
    now: () => time.now,
    sleep: async (ms, signal) => {
      if (signal.aborted || ms < A_MOMENT) return setImmediate()
      await new Promise<void>((resolve) => {
        const sleeper = {
          at: time.now + ms,
          wake: () => {
            sleepers.delete(sleeper)
            signal.removeEventListener('abort', sleeper.wake)
            resolve()
          },
        }
        sleepers.add(sleeper)
        signal.addEventListener('abort', sleeper.wake)
      })
    },
  }
  return {
    clock,
    /**
     * Lets time pass until something is so.
     *
     * @param users how many have to wait before time goes on
     */
    async until(users: number, isSo: () => boolean | Promise<boolean>): Promise<void> {
      while (!(await isSo())) {
        const [next] = [...sleepers].sort((a, b) => a.at - b.at)
        if (next !== undefined && sleepers.size >= users) {
          time.now = next.at
          next.wake()
        }
        await pause(1)
      }
    },
  }
}

/** What a `/proc` tells of one process that listens and holds a connection. */
export interface FakeProcess {
  readonly pid: number
  readonly port: number
  /** Milliseconds since the epoch. */
  readonly startedAt: number
}

const BOOT = Date.parse('2026-09-01T00:00:00Z')
const hex = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0')
const TCP_HEADER =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n'
const tcpRow = (local: string, remote: string, state: string, inode: number): string =>
  `   0: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 1 0000000000000000 20 4 30 10 -1\n`

/** A folder that looks like `/proc`; the descriptors of a process are 3, a file, 4, which listens, and 5, a connection. */
export async function fakeProc(folder: string, processes: readonly FakeProcess[]): Promise<void> {
  const own = ({ pid, port }: FakeProcess): string =>
    tcpRow(`0100007F:${hex(port)}`, '00000000:0000', '0A', pid * 10) +
    tcpRow('0100007F:CD98', '0B00007F:0050', '01', pid * 10 + 1)
  const table = `${TCP_HEADER}${processes.map(own).join('')}${tcpRow('0100007F:0016', '0B00007F:0051', '01', 7)}`
  await mkdir(join(folder, 'net'), { recursive: true })
  await writeFile(join(folder, 'net', 'tcp'), table)
  await writeFile(join(folder, 'stat'), `cpu  1 2 3\nbtime ${BOOT / 1_000}\nprocesses 5\n`)
  for (const { pid, startedAt } of processes) {
    const of = join(folder, String(pid))
    await mkdir(join(of, 'fd'), { recursive: true })
    await mkdir(join(of, 'net'))
    await writeFile(join(of, 'net', 'tcp'), table)
    await writeStat(folder, pid, startedAt)
    await symlink('/etc/secret', join(of, 'fd', '3'))
    await symlink(`socket:[${pid * 10}]`, join(of, 'fd', '4'))
    await symlink(`socket:[${pid * 10 + 1}]`, join(of, 'fd', '5'))
  }
}

/** Gives a process another start, as a restart with the same pid has. */
export async function writeStat(folder: string, pid: number, startedAt: number): Promise<void> {
  const fields = Array.from({ length: 50 }, (_, i) => (i === 19 ? (startedAt - BOOT) / 10 : i))
  await writeFile(
    join(folder, String(pid), 'stat'),
    `${pid} (a (b) c) ${['S', ...fields.slice(1)].join(' ')}\n`,
  )
}
