import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { kubernetesSource } from '#cli/agent/kubernetes/kubernetes-source.ts'
import { MINUTE } from '#shared/time.ts'
import { type FakeServer, type FakeTarget, fakeServer, fakeTarget } from '#test/support/agent.ts'
import { TENANT, type TestApi, testApi } from '#test/support/api.ts'
import { withFolder } from '#test/support/cli.ts'
import { type FakeKubernetes, fakeKubernetes } from '#test/support/kubernetes.ts'
import { runningAgent } from '#test/support/running-agent.ts'

const CLUSTER = { namespace: undefined, node: undefined }
let api: TestApi
let server: FakeServer
let target: FakeTarget
let kubernetes: FakeKubernetes

beforeEach(async () => {
  api = await testApi()
  server = await fakeServer(api.app)
  target = await fakeTarget()
  kubernetes = await fakeKubernetes()
})
afterEach(async () => {
  await server.close()
  await target.close()
  await kubernetes.close()
})

const run = (home: string) =>
  runningAgent(api, server, home, (deps) =>
    kubernetesSource(kubernetes, CLUSTER, { ...deps, random: () => 0 }),
  )
const stored = async (service: string) =>
  (await api.rows.table()).filter(({ pk }) => pk.startsWith(`${TENANT}#${service}#2026`))
const asking = (name: string, rest = {}) => ({
  name,
  labels: { 'app.kubernetes.io/name': 'checkout' },
  annotations: { 'tidemark.dev/scrape': 'true', 'tidemark.dev/port': String(target.port) },
  ...rest,
})

describe('an agent in Kubernetes', () => {
  test('pulls a pod while it is there: its start separates restarts, its image names the release', () =>
    withFolder(async (home) => {
      kubernetes.put(asking('checkout-1'))
      const agent = await run(home)
      await agent.until(1, async () => (await stored('shop/checkout')).length > 0)
      kubernetes.put(asking('checkout-1', { startedAt: '2026-09-07T08:31:00Z', image: 'acme/app:v2' }))
      await agent.until(1, async () =>
        (await stored('shop/checkout')).some(({ process }) => String(process).endsWith('@20260907T083100Z')),
      )
      kubernetes.remove('checkout-1')
      const gone = api.clock.now
      await agent.until(0, () => api.clock.now > gone + 2 * MINUTE)
      const before = target.asked.length
      await agent.until(0, () => api.clock.now > gone + 12 * MINUTE)
      expect(target.asked.length).toBe(before)
      await agent.end()
      const { items } = (await api.read('/v1/services/shop%2Fcheckout/processes')) as { items: object[] }
      expect(items).toHaveLength(2)
      expect(items).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ instance: 'shop.checkout-1.app', version: 'v1.2.3' }),
          expect.objectContaining({ instance: 'shop.checkout-1.app', version: 'v2' }),
        ]),
      )
    }))

  test('outlives pods that come and go each second, and says of each mistake what to do, once', () =>
    withFolder(async (home) => {
      kubernetes.put(asking('stays'))
      const agent = await run(home)
      await agent.until(1, async () => (await stored('shop/checkout')).length > 0)
      const wrong = (i: number) => ({
        name: `wrong-${i}`,
        annotations: { 'tidemark.dev/scrape': 'true' },
        owner: { kind: 'Job', name: `job-2938824${i % 10}` },
      })
      const isSaid = (): boolean => agent.lines.some((line) => line.includes('left out'))
      kubernetes.put(wrong(0))
      await agent.until(1, isSaid)
      for (let i = 0; i < 100; i++) {
        kubernetes.put(asking(`good-${i}`, { phase: i % 2 === 0 ? 'Running' : 'Pending' }), wrong(i))
        const at = api.clock.now
        await agent.until(1, () => api.clock.now > at)
        kubernetes.remove(`good-${i}`)
        kubernetes.remove(`wrong-${i}`)
      }
      const before = target.asked.length
      await agent.until(1, () => target.asked.length > before + 1)
      await agent.end()
      expect(agent.lines.filter((line) => line.includes('left out')).map((line) => line.slice(25))).toEqual([
        'left out target=shop/job why="it declares 0 ports: name one in the annotation tidemark.dev/port or port_name"',
      ])
    }))
})
