import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { runAgent } from '#cli/agent/agent.ts'
import { lineLog } from '#cli/agent/log.ts'
import { Spool } from '#cli/agent/spool.ts'
import { targetsOf } from '#cli/agent/target.ts'
import { rowKey } from '#shared/store/keys.ts'
import { DAY, MINUTE } from '#shared/time.ts'
import { type FakeServer, type FakeTarget, fakeServer, fakeTarget, testClock } from '#test/support/agent.ts'
import { NOW, TENANT, type TestApi, testApi } from '#test/support/api.ts'
import { withFolder } from '#test/support/cli.ts'

const SERVICES = ['cart', 'search'] as const
let api: TestApi
let server: FakeServer
let target: FakeTarget

beforeEach(async () => {
  api = await testApi()
  // A judge has seen them: profiles may be held.
  for (const service of SERVICES)
    await api.rows.set(rowKey.service(TENANT, service), { lastJudged: NOW, firstSeen: NOW })
  server = await fakeServer(api.app)
  target = await fakeTarget()
})
afterEach(async () => {
  await server.close()
  await target.close()
})

/** An agent with two programs. */
async function start(home: string) {
  const time = testClock(api.clock)
  const spool = await Spool.open(join(home, 'spool'), { bytes: 1_000_000, files: 200 })
  const lines: string[] = []
  const stop = new AbortController()
  const ended = runAgent(
    {
      fetch,
      limits: { timeout: 30_000, bytes: 1_000_000 },
      proc: join(home, 'proc'),
      clock: time.clock,
      random: () => 0.5,
      log: lineLog((line) => lines.push(line), time.clock.now, false),
      spool,
      pauses: { first: 1, last: 4 },
    },
    {
      server: { url: server.url, token: await api.token({ scopes: ['push'] }) },
      targets: targetsOf(
        SERVICES.map((service) => `${service}=${target.url}`),
        { service: undefined, instance: 'pod-1', headers: {} },
      ),
      habits: { every: undefined, leak: false, sockets: false },
      said: { pid: undefined, version: 'v1', labels: {} },
    },
    stop.signal,
  )
  return {
    spool,
    lines,
    until: (isSo: () => boolean | Promise<boolean>) =>
      time.until(stop.signal.aborted ? 1 : SERVICES.length + 1, isSo),
    end: () => {
      stop.abort()
      return ended
    },
  }
}

async function stored(): Promise<number> {
  let found = 0
  const range = { from: NOW - DAY, to: api.clock.now + DAY }
  for (const service of SERVICES)
    for await (const _ of api.deps.snapshots.heads(TENANT, service, range)) found++
  return found
}
const batches = (): number => server.requests.filter((path) => path.startsWith('/v1/batches')).length

test('an agent sends what it pulls in ten minutes as one batch, of all its targets', () =>
  withFolder(async (home) => {
    const agent = await start(home)
    await agent.until(() => batches() === 3)
    await agent.until(async () => (await stored()) >= 50)
    const minutes = (api.clock.now - NOW) / MINUTE
    expect(minutes).toBeLessThan(60)
    expect(batches()).toBeLessThanOrEqual(1 + minutes / 9)
    const counts = await agent.end()
    expect(counts).toMatchObject({ duplicate: 0, coalesced: 0, dropped: 0, refused: 0, spooled: 0 })
    expect(counts.sent).toBe(counts.collected)
    expect(await stored()).toBe(counts.collected)
    // The first of each target, and one object of both for each batch.
    expect((await api.profiles.keys()).length).toBeLessThanOrEqual(2 + 2 * batches())
  }))

test('an agent that ends sends what it holds', () =>
  withFolder(async (home) => {
    const agent = await start(home)
    await agent.until(() => target.asked.length >= 10)
    expect(batches()).toBe(0)
    const counts = await agent.end()
    expect(batches()).toBe(1)
    expect(counts.sent).toBe(counts.collected)
    expect(await stored()).toBe(counts.collected)
  }))

test('an agent that ends while the server is away spools what it holds; the next one sends it as a batch', () =>
  withFolder(async (home) => {
    const first = await start(home)
    await first.until(() => target.asked.length >= 10)
    server.down = 'gone'
    const before = await first.end()
    expect(first.spool.size).toBe(before.collected - before.sent)
    expect(first.spool.size).toBeGreaterThanOrEqual(6)
    server.down = 'no'
    const second = await start(home)
    // No time passes: in the test's time two pulls a minute would outrun the real time that a batch takes.
    await vi.waitUntil(() => second.spool.size === 0, { timeout: 30_000, interval: 1 })
    expect(batches()).toBeGreaterThanOrEqual(1)
    const after = await second.end()
    expect([after.duplicate, after.dropped, after.refused]).toEqual([0, 0, 0])
    // The second begins in a slot that the first has.
    expect(await stored()).toBe(before.sent + after.sent - after.coalesced)
  }))

test('where the server takes no batches any more, each profile goes by itself and none is lost', () =>
  withFolder(async (home) => {
    server.down = (path) =>
      path.startsWith('/v1/batches')
        ? {
            status: 404,
            headers: { 'content-type': 'application/problem+json' },
            body: JSON.stringify({ reason: 'unknown-path' }),
          }
        : 'no'
    const agent = await start(home)
    await agent.until(async () => (await stored()) >= 40)
    expect(batches()).toBe(1)
    const counts = await agent.end()
    expect(counts).toMatchObject({ dropped: 0, refused: 0, spooled: 0 })
    expect(counts.sent).toBe(counts.collected)
    expect(agent.lines.filter((line) => line.includes('not delivered'))).toEqual([])
  }))
