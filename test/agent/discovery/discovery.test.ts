import { rename, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ListDefaults } from '#cli/agent/discovery/labelled-target.ts'
import type { PollingDeps } from '#cli/agent/discovery/polling.ts'
import type { Source } from '#cli/agent/discovery/source.ts'
import { targetsFile } from '#cli/agent/discovery/targets-file.ts'
import { targetsUrl } from '#cli/agent/discovery/targets-url.ts'
import { MINUTE } from '#shared/time.ts'
import { type FakeServer, type FakeTarget, fakeServer, fakeTarget } from '#test/support/agent.ts'
import { NOW, TENANT, type TestApi, testApi } from '#test/support/api.ts'
import { withFolder } from '#test/support/cli.ts'
import { runningAgent } from '#test/support/running-agent.ts'

const DEFAULTS: ListDefaults = { service: undefined, headers: {} }
let api: TestApi
let server: FakeServer
let [one, two]: readonly FakeTarget[] = []

beforeEach(async () => {
  api = await testApi()
  server = await fakeServer(api.app)
  one = await fakeTarget()
  two = await fakeTarget()
})
afterEach(async () => {
  await server.close()
  await one?.close()
  await two?.close()
})

const running = (home: string, sourceOf: (deps: PollingDeps) => Source) =>
  runningAgent(api, server, home, sourceOf)
const profilesOf = async (service: string) =>
  (await api.rows.table()).filter(({ pk }) => pk.startsWith(`${TENANT}#${service}#2026`))
const listOf = (targets: Record<string, FakeTarget | undefined>, labels = {}) =>
  JSON.stringify(
    Object.entries(targets).map(([service, target]) => ({
      targets: [`127.0.0.1:${target?.port}`],
      labels: { service, instance: 'i', ...labels },
    })),
  )

describe('an agent with a file of targets', () => {
  test('follows the file without a restart, and a bad one keeps the last good list', () =>
    withFolder(async (home) => {
      const file = join(home, 'targets.json')
      const write = async (text: string): Promise<void> => {
        await writeFile(`${file}.new`, text)
        await rename(`${file}.new`, file)
      }
      await write(listOf({ checkout: one }))
      const agent = await running(home, (deps) => targetsFile(file, DEFAULTS, deps))
      await agent.until(2, async () => (await profilesOf('checkout')).length > 0)
      await write(listOf({ checkout: one, cart: two }))
      await agent.until(2, async () => (await profilesOf('cart')).length > 0)
      await write('[{"targets": 7')
      const before = two?.asked.length ?? 0
      await agent.until(3, () => (two?.asked.length ?? 0) > before + 2)
      await write(listOf({ cart: two }))
      await agent.until(2, () => agent.lines.some((line) => line.includes('targets read again')))
      const gone = one?.asked.length ?? 0
      const at = api.clock.now
      await agent.until(2, () => api.clock.now > at + 5 * MINUTE)
      expect(one?.asked.length).toBe(gone)
      await agent.end()
      expect(agent.lines.filter((line) => line.includes('targets not read'))).toEqual([
        expect.stringContaining('why="line 1 is neither YAML nor JSON'),
      ])
    }))

  test('pulls one profile a slot of a target whose facts change', () =>
    withFolder(async (home) => {
      const file = join(home, 'targets.json')
      await writeFile(file, listOf({ checkout: one }, { version: 'v0' }))
      const agent = await running(home, (deps) => targetsFile(file, DEFAULTS, deps))
      for (let release = 1; release < 6; release++) {
        const at = api.clock.now
        await agent.until(2, () => api.clock.now > at + 20_000)
        await writeFile(file, listOf({ checkout: one }, { version: `v${release}` }))
      }
      await agent.until(2, async () => (await profilesOf('checkout')).length >= 4)
      await agent.end()
      const slots = (await profilesOf('checkout')).map(({ at }) => Math.floor((Number(at) - NOW) / MINUTE))
      expect(new Set(slots).size).toBe(slots.length)
      expect(one?.asked.length).toBe(slots.length)
    }))
})

describe('an agent that asks for its targets', () => {
  test('keeps the last list through every bad answer, and says each kind once', () =>
    withFolder(async (home) => {
      const answers: { status: number; body: string }[] = []
      const asked: unknown[] = []
      const teller = createServer(({ headers }, response) => {
        asked.push(headers['x-prometheus-refresh-interval-seconds'])
        const { status, body } = answers.shift() ?? { status: 200, body: listOf({ checkout: one }) }
        response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end(body)
      })
      await new Promise<void>((resolve) => teller.listen(0, '127.0.0.1', resolve))
      const { port } = teller.address() as { port: number }
      const address = new URL(`http://user:hunter2@127.0.0.1:${port}/list?key=hunter3`)
      const agent = await running(home, (deps) => targetsUrl(address, DEFAULTS, { ...deps, fetch }))
      await agent.until(2, async () => (await profilesOf('checkout')).length > 0)
      const bad = [
        { status: 500, body: '' },
        { status: 500, body: '' },
        { status: 302, body: '' },
        { status: 200, body: '<html>' },
        { status: 200, body: '{"targets": []}' },
      ]
      answers.push(...bad)
      const before = one?.asked.length ?? 0
      await agent.until(2, () => answers.length === 0)
      expect(one?.asked.length ?? 0).toBeGreaterThan(before + 2)
      await agent.until(2, () => agent.lines.some((line) => line.includes('targets read again')))
      await agent.end()
      await new Promise((resolve) => teller.close(resolve))
      const said = agent.lines.filter((line) => line.includes('targets not read'))
      expect(said.map((line) => /why=("[^"]*"|\S+)/.exec(line)?.[1])).toEqual([
        '"answered 500"',
        '"answered 302"',
        '"what it answers is no JSON"',
        '"the list: expected Array, got Object"',
      ])
      expect(agent.lines.join('\n')).not.toContain('hunter')
      expect(new Set(asked)).toEqual(new Set(['60']))
    }))
})
