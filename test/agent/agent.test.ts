import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type AgentDeps, isAllSent, type Orders, runAgent, runOnce } from '#cli/agent/agent.ts'
import { lineLog } from '#cli/agent/log.ts'
import { Spool } from '#cli/agent/spool.ts'
import { targetsOf } from '#cli/agent/target.ts'
import { DAY, MINUTE } from '#shared/time.ts'
import {
  type FakeServer,
  type FakeTarget,
  fakeProc,
  fakeServer,
  fakeTarget,
  testClock,
  writeStat,
} from '#test/support/agent.ts'
import { NOW, TENANT, type TestApi, testApi } from '#test/support/api.ts'
import { withFolder } from '#test/support/cli.ts'

const START = NOW - 60 * MINUTE
const PID = 4242
const LABEL = 'label-value-of-nobodys-business'
const HTML = { 'content-type': 'text/html; charset=utf-8', server: 'nginx/1.25.3' }
let api: TestApi
let server: FakeServer
let target: FakeTarget

beforeEach(async () => {
  api = await testApi()
  server = await fakeServer(api.app)
  target = await fakeTarget()
})
afterEach(async () => {
  await server.close()
  await target.close()
})

/** An agent that runs, and what it has logged. */
interface Running {
  readonly lines: string[]
  readonly spool: Spool
  /** Lets time pass until something is so. */
  until(isSo: () => boolean | Promise<boolean>): Promise<void>
  end(): ReturnType<typeof runAgent>
}

interface Setting {
  readonly targets?: readonly string[]
  readonly orders?: Partial<Orders>
  readonly deps?: Partial<AgentDeps>
  readonly spool?: Spool
}

async function parts(home: string, { targets = [target.url], orders, deps, spool }: Setting) {
  const lines: string[] = []
  const time = testClock(api.clock)
  const proc = join(home, 'proc')
  const held = spool ?? (await Spool.open(join(home, 'spool'), { bytes: 1_000_000, files: 100 }))
  const all: AgentDeps = {
    fetch,
    limits: { timeout: 30_000, bytes: 1_000_000 },
    proc,
    clock: time.clock,
    random: () => 0.5,
    log: lineLog((line) => lines.push(line), time.clock.now, false),
    spool: held,
    pauses: { first: 1, last: 4 },
    ...deps,
  }
  const given: Orders = {
    server: { url: server.url, token: await api.token({ scopes: ['push'] }) },
    targets: targetsOf(targets, { service: 'checkout', instance: 'pod-1', headers: {} }),
    habits: { every: undefined, leak: true, sockets: false },
    said: { pid: undefined, version: undefined, labels: { zone: LABEL } },
    ...orders,
  }
  return { lines, time, all, given, spool: held }
}

async function start(home: string, setting: Setting = {}): Promise<Running> {
  const { lines, time, all, given, spool } = await parts(home, setting)
  const stop = new AbortController()
  const ended = runAgent(all, given, stop.signal)
  return {
    lines,
    spool,
    // The loops of the targets, and the one that reports.
    until: (isSo) => time.until(stop.signal.aborted ? 1 : given.targets.length + 1, isSo),
    end: () => {
      stop.abort()
      return ended
    },
  }
}

/** Snapshots and tables in the index, in the order of their times. */
async function stored(service = 'checkout') {
  const found = []
  const range = { from: NOW - DAY, to: api.clock.now + DAY }
  for await (const { at, process, type, debug } of api.deps.snapshots.range(TENANT, service, range))
    found.push({ at, process, type, debug })
  return found.sort((a, b) => a.at - b.at)
}
const profiles = async (service?: string): Promise<number> => (await stored(service)).length
const pulls = (): number => target.asked.filter((path) => path === '/debug/pprof/goroutine').length

describe('an agent', () => {
  test('pulls one profile a minute, and pushes it with the start of the process', () =>
    withFolder(async (home) => {
      await fakeProc(join(home, 'proc'), [{ pid: PID, port: target.port, startedAt: START }])
      const agent = await start(home)
      await agent.until(async () => (await profiles()) === 3)
      const counts = await agent.end()
      const seen = await stored()
      expect(new Set(seen.map(({ process }) => process))).toEqual(new Set(['pod-1@20260907T073000Z']))
      expect(seen.map(({ at }) => Math.floor((at - NOW) / MINUTE))).toEqual([0, 1, 2])
      expect(agent.lines.filter((line) => line.includes('connected'))).toEqual([
        expect.stringMatching(/ connected service=checkout instance=pod-1 says="first profile accepted"$/),
      ])
      expect(counts).toMatchObject({
        sent: counts.collected,
        failed: 0,
        coalesced: 0,
        spooled: 0,
        dropped: 0,
      })
      const { items } = (await api.read('/v1/services/checkout/processes')) as {
        items: { labels: unknown }[]
      }
      expect(items.map(({ labels }) => labels)).toEqual([{ zone: LABEL }])
    }))

  test('sees a restart: another start, another process', () =>
    withFolder(async (home) => {
      const proc = join(home, 'proc')
      await fakeProc(proc, [{ pid: PID, port: target.port, startedAt: START }])
      const agent = await start(home)
      await agent.until(async () => (await profiles()) === 1)
      await writeStat(proc, PID, NOW)
      await agent.until(async () => (await profiles()) === 2)
      await agent.end()
      const ids = (await stored()).map(({ process }) => process)
      expect(ids).toEqual(['pod-1@20260907T073000Z', 'pod-1@20260907T083000Z'])
    }))

  test('looks three times for a process that it cannot see, then once in ten minutes', () =>
    withFolder(async (home) => {
      const agent = await start(home)
      await agent.until(async () => (await profiles()) === 3)
      await fakeProc(join(home, 'proc'), [{ pid: PID, port: target.port, startedAt: START }])
      await agent.until(async () => (await profiles()) === 15)
      await agent.end()
      const seen = (await stored()).map(({ process }) => String(process).includes('@20260907T073000Z'))
      expect(seen.indexOf(true)).toBeGreaterThanOrEqual(11)
      expect(seen.slice(seen.indexOf(true))).not.toContain(false)
    }))

  test('obeys afterSeconds and want: a dump and the sockets, once', () =>
    withFolder(async (home) => {
      await fakeProc(join(home, 'proc'), [{ pid: PID, port: target.port, startedAt: START }])
      const next = { afterSeconds: 300, want: ['goroutine debug=2', 'sockets'] }
      const asking = async (request: Request): Promise<Response> => {
        const answer = await api.app.fetch(request)
        const json = (await answer.json()) as Readonly<Record<string, unknown>>
        return Response.json('next' in json ? { ...json, next } : json, { status: answer.status })
      }
      const wanting = await fakeServer({ fetch: asking })
      const token = await api.token()
      const agent = await start(home, { orders: { server: { url: wanting.url, token } } })
      await agent.until(() => pulls() === 3)
      await agent.until(async () => (await stored()).filter(({ debug }) => debug === 0).length === 3)
      const counts = await agent.end()
      await wanting.close()
      const kinds = wanting.requests.map((path) => path.slice(0, path.indexOf('?')))
      expect(kinds.filter((path) => path === '/v1/sockets')).toHaveLength(2)
      expect(target.asked.filter((path) => path.includes('debug=2'))).toHaveLength(1)
      const canonical = (await stored()).filter(({ debug }) => debug === 0).map(({ at }) => at)
      expect(canonical.map((at) => Math.floor(at / (5 * MINUTE)) - Math.floor(NOW / (5 * MINUTE)))).toEqual([
        0, 1, 2,
      ])
      const { items } = (await api.read('/v1/services/checkout/processes')) as { items: unknown[] }
      expect([items.length, counts.refused]).toEqual([1, 0])
      const tables = (await api.rows.table()).filter(({ sk }) => sk.startsWith('sockets#'))
      expect(new Set(tables.map(({ tool }) => tool))).toEqual(new Set(['proc-net-tcp', 'proc-fd']))
    }))

  test('keeps what it pulls while the server is away, and delivers all of it in order when it is back', () =>
    withFolder(async (home) => {
      const agent = await start(home)
      await agent.until(async () => (await profiles()) === 1)
      server.down = 'gone'
      await agent.until(() => agent.spool.size === 4)
      expect(await profiles()).toBe(1)
      server.down = 'no'
      const before = server.requests.length
      await agent.until(() => agent.spool.size === 0)
      const times = server.requests.slice(before).map((path) => new URLSearchParams(path).get('at'))
      const delivered = times.filter((at) => at !== null)
      expect(delivered).toEqual([...delivered].sort())
      const counts = await agent.end()
      expect(counts).toMatchObject({ duplicate: 0, coalesced: 0, dropped: 0, refused: 0 })
      expect(counts.sent + agent.spool.size).toBe(counts.collected)
      expect(counts.spooled).toBeGreaterThanOrEqual(4)
      expect(agent.lines.filter((line) => line.includes('the spool is full'))).toEqual([])
      expect(await profiles()).toBe(counts.sent)
      expect(agent.lines.filter((line) => line.includes('server away'))).toHaveLength(1)
      expect(agent.lines.filter((line) => line.includes('server back'))).toHaveLength(1)
    }))

  test('delivers after its own restart what the one before had spooled', () =>
    withFolder(async (home) => {
      server.down = 'gone'
      const first = await start(home)
      await first.until(() => first.spool.size === 2)
      expect((await first.end()).dropped).toBe(0)
      server.down = 'no'
      const second = await start(home)
      expect(second.spool.size).toBe(2)
      await second.until(async () => (await profiles()) >= 3)
      expect((await second.end()).duplicate).toBe(0)
    }))

  test('drops the oldest of a full spool and counts them', () =>
    withFolder(async (home) => {
      const spool = await Spool.open(join(home, 'spool'), { bytes: 1_000_000, files: 3 })
      server.down = 'storage-unavailable'
      const agent = await start(home, { spool })
      await agent.until(() => pulls() === 7)
      await agent.until(() => agent.lines.some((line) => line.includes('the spool is full')))
      server.down = 'no'
      await agent.until(() => agent.spool.size === 0)
      const counts = await agent.end()
      expect(counts.dropped).toBeGreaterThan(0)
      expect(counts.sent + counts.dropped + agent.spool.size).toBe(counts.collected)
      expect(await profiles()).toBe(counts.sent)
    }))

  test('gives up what the server refuses for good, and goes on', () =>
    withFolder(async (home) => {
      const agent = await start(home)
      server.down = 'body-too-large'
      await agent.until(() => pulls() === 2)
      await agent.until(() => agent.lines.filter((line) => line.includes('refused')).length === 2)
      server.down = 'no'
      await agent.until(async () => (await profiles()) > 0)
      const counts = await agent.end()
      expect(counts).toMatchObject({ refused: 2, spooled: 0, dropped: 0 })
      expect(server.requests.length).toBe(counts.sent + counts.refused)
    }))

  test.each([
    ['unauthenticated', 401],
    ['forbidden', 403],
  ] as const)('keeps what a token is refused for as %s, says so once, and asks slowly', (reason, status) =>
    withFolder(async (home) => {
      const agent = await start(home)
      server.down = reason
      await agent.until(() => agent.spool.size >= 4)
      // At once, from the spool at once, and every ten minutes.
      expect(server.requests.length).toBeLessThanOrEqual(2 + (api.clock.now - NOW) / (10 * MINUTE))
      expect(new Set(server.requests).size).toBe(1)
      const said = agent.lines.filter((line) => line.includes('token refused'))
      expect(said).toEqual([
        expect.stringContaining(`why="answered ${status} (${reason})" todo="start the agent again`),
      ])
      server.down = 'no'
      await agent.until(() => agent.spool.size === 0)
      const counts = await agent.end()
      expect(counts).toMatchObject({ refused: 0, dropped: 0 })
      expect(counts.sent + agent.spool.size).toBe(counts.collected)
      expect(await profiles()).toBe(counts.sent)
    }),
  )

  test.each([
    { name: 'a redirect', give: { status: 301, headers: { location: 'https://tidemark.example/v1' } } },
    { name: 'another path', give: { status: 404, headers: HTML, body: '<h1>404' } },
    { name: 'another method', give: { status: 405, headers: HTML, body: '<h1>405' } },
    { name: 'a smaller limit', give: { status: 413, headers: HTML, body: '<h1>413' } },
    { name: 'another host', give: { status: 421 } },
    { name: 'a login', give: { status: 200, headers: HTML, body: '<form>' } },
    { name: 'no answer', give: 'gone' },
  ] as const)(
    'loses nothing where something between answers with $name, and says so in one line',
    ({ give }) =>
      withFolder(async (home) => {
        const agent = await start(home)
        await agent.until(async () => (await profiles()) === 1)
        server.down = give
        await agent.until(() => agent.spool.size === 5)
        const said = agent.lines.filter((line) => /not delivered|server away/.test(line))
        expect(said).toHaveLength(1)
        server.down = 'no'
        await agent.until(() => agent.spool.size === 0)
        const counts = await agent.end()
        expect(counts).toMatchObject({ dropped: 0, refused: 0, failed: 0 })
        expect(await profiles()).toBe(counts.collected - agent.spool.size)
        expect(agent.lines.filter((line) => line.includes('server back'))).toHaveLength(1)
      }),
  )

  test('lets the others pass one that something between does not, tries it now and then, and loses none', () =>
    withFolder(async (home) => {
      const agent = await start(home, { deps: { pauses: { first: 1, last: 5 * MINUTE } } })
      await agent.until(async () => (await profiles()) === 1)
      let bad: string | undefined
      server.down = (path) => {
        bad ??= path
        return path === bad || path.startsWith('/v1/batches') ? { status: 413, headers: HTML } : 'no'
      }
      await agent.until(async () => (await profiles()) >= 12)
      const tries = server.requests.filter((path) => path === bad)
      // At once, from the spool at once, and every five minutes.
      expect(tries.length).toBeGreaterThanOrEqual(3)
      expect(tries.length).toBeLessThanOrEqual(2 + (api.clock.now - NOW) / (5 * MINUTE))
      expect(agent.spool.size).toBeGreaterThanOrEqual(1)
      expect(agent.lines.filter((line) => line.includes('not delivered'))).toHaveLength(1)
      server.down = 'no'
      await agent.until(() => agent.spool.size === 0)
      const counts = await agent.end()
      expect(counts).toMatchObject({ dropped: 0, refused: 0 })
    }))

  test('goes on without a spool where the disk takes nothing, and takes it up again', () =>
    withFolder(async (home) => {
      const agent = await start(home)
      await agent.until(async () => (await profiles()) === 1)
      server.down = 'gone'
      await rm(join(home, 'spool'), { recursive: true })
      await writeFile(join(home, 'spool'), '')
      await agent.until(() => agent.lines.some((line) => line.includes('cannot be written')))
      await rm(join(home, 'spool'))
      await agent.until(() => agent.spool.size === 2)
      server.down = 'no'
      await agent.until(() => agent.spool.size === 0)
      const counts = await agent.end()
      expect(counts.dropped).toBeGreaterThan(0)
      expect(counts.sent + counts.dropped + agent.spool.size).toBe(counts.collected)
    }))

  test('asks for goroutineleak once in hours where the target has none, and every half hour where it has', () =>
    withFolder(async (home) => {
      const agent = await start(home)
      const leaks = (): number => target.asked.filter((path) => path.endsWith('goroutineleak')).length
      await agent.until(() => pulls() === 60)
      expect([leaks(), agent.lines.filter((line) => line.includes('not there')).length]).toEqual([1, 1])
      expect((await agent.end()).failed).toBe(0)
      target.hasLeakProfile = true
      const again = await start(home)
      await again.until(() => pulls() === 120)
      expect(leaks()).toBe(3)
      const counts = await again.end()
      expect([counts.refused, counts.failed]).toEqual([0, 0])
      expect((await stored()).filter(({ type }) => type === 'goroutineleak')).toHaveLength(2)
    }))

  test('holds up no target for one that is silent, and never pulls one twice at once', () =>
    withFolder(async (home) => {
      const slow = await fakeTarget()
      slow.instead = 'silence'
      const targets = [`slow=${slow.url}`, `quick=${target.url}`]
      const agent = await start(home, { targets, deps: { limits: { timeout: 40, bytes: 1_000 } } })
      await agent.until(async () => (await profiles('quick')) >= 3 && slow.asked.length >= 3)
      const counts = await agent.end()
      expect([slow.mostAtOnce(), target.mostAtOnce()]).toEqual([1, 1])
      expect(counts.failed).toBeGreaterThanOrEqual(2)
      expect(agent.lines.find((line) => line.includes('pull failed'))).toContain('kind=goroutine why=timeout')
      await slow.close()
    }))

  test('cuts a pull short that is under way a few seconds after the end is asked for', () =>
    withFolder(async (home) => {
      target.instead = 'silence'
      const agent = await start(home)
      await agent.until(() => target.asked.length === 1)
      const [counts] = await Promise.all([agent.end(), agent.until(() => target.underWay() === 0)])
      expect(counts).toMatchObject({ collected: 0, failed: 1 })
      expect(agent.lines.at(-1)).toContain('why=stopped')
    }))

  test.each([
    { instead: 'endless', why: '"more than 1000000 bytes"' },
    { instead: 'error', why: '"answered 500"' },
    { instead: 'redirect', why: '"answered 302"' },
  ] as const)(
    'sends nothing of a target that answers with $instead, says why, and asks again in the next slot',
    ({ instead, why }) =>
      withFolder(async (home) => {
        target.instead = instead
        const agent = await start(home)
        await agent.until(() => agent.lines.length === 2)
        expect(agent.lines[0]).toContain(
          `pull failed target=127.0.0.1:${target.port} kind=goroutine why=${why}`,
        )
        target.instead = 'profiles'
        await agent.until(async () => (await profiles()) === 1)
        expect(await agent.end()).toMatchObject({ failed: 2 })
      }),
  )

  test('writes neither tokens nor credentials nor label values into its log', () =>
    withFolder(async (home) => {
      server.down = 'gone'
      const secret = `http://user:hunter2@127.0.0.1:${target.port}/?key=hunter3`
      const agent = await start(home, { targets: [secret] })
      await agent.until(() => agent.spool.size === 2)
      target.instead = 'error'
      await agent.until(() => agent.lines.some((line) => line.includes('pull failed')))
      await agent.end()
      expect(target.headers[0]?.authorization).toBe(`Basic ${Buffer.from('user:hunter2').toString('base64')}`)
      expect(agent.lines.join('\n')).not.toMatch(new RegExp(`hunter|tdm_|${LABEL}`))
    }))

  test('waits as long as the server asks', () =>
    withFolder(async (home) => {
      server.down = 'storage-unavailable'
      server.retryAfter = '20'
      const { time, all, given } = await parts(home, {})
      const stop = new AbortController()
      const once = runOnce(all, given, stop.signal)
      await time.until(1, () => all.spool.size === 1)
      await once
      expect(server.requests).toHaveLength(3)
      expect(api.clock.now - NOW).toBeGreaterThanOrEqual(2 * 20_000 - 10)
    }))
})

describe('an agent that is run once', () => {
  test('has sent all, or not', () =>
    withFolder(async (home) => {
      const { all, given, spool } = await parts(home, {})
      const { signal } = new AbortController()
      expect(isAllSent(await runOnce(all, given, signal), spool)).toBe(true)
      server.down = 'gone'
      const away = await runOnce(all, given, signal)
      expect([isAllSent(away, spool), away.spooled]).toEqual([false, 1])
      server.down = 'no'
      api.clock.now += MINUTE
      const back = await runOnce(all, given, signal)
      expect([isAllSent(back, spool), back.sent]).toEqual([true, 2])
      server.down = 'unauthenticated'
      api.clock.now += MINUTE
      const refused = await runOnce(all, given, signal)
      expect([isAllSent(refused, spool), refused.spooled, refused.refused]).toEqual([false, 1, 0])
      await target.close()
      expect(isAllSent(await runOnce(all, given, signal), spool)).toBe(false)
      target = await fakeTarget()
    }))
})
