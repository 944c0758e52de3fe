import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Clock } from '#cli/agent/clock.ts'
import type { Found } from '#cli/agent/discovery/source.ts'
import { kubernetesSource } from '#cli/agent/kubernetes/kubernetes-source.ts'
import type { PodScope } from '#cli/agent/kubernetes/pod-lists.ts'
import { lineLog } from '#cli/agent/log.ts'
import { type FakeKubernetes, type FakePod, fakeKubernetes } from '#test/support/kubernetes.ts'

const ASKING = { 'tidemark.dev/scrape': 'true', 'tidemark.dev/port': '6060' }
const CLUSTER: PodScope = { namespace: undefined, node: undefined }
const asking = (name: string, rest: Partial<FakePod> = {}): FakePod => ({
  name,
  annotations: ASKING,
  ...rest,
})
let kubernetes: FakeKubernetes

beforeEach(async () => {
  kubernetes = await fakeKubernetes()
})
afterEach(() => kubernetes.close())

/** Watches until `end`; its pauses pass at once and are remembered. */
function watching(scope = CLUSTER) {
  const lines: string[] = []
  const pauses: number[] = []
  const told: Found[] = []
  const clock: Clock = {
    now: () => 0,
    sleep: async (ms, signal) => {
      pauses.push(ms)
      // A moment of the real world, so that a wrong loop is slow and does not hang.
      await new Promise((resolve) => setTimeout(resolve, signal.aborted ? 0 : 1))
    },
  }
  const log = lineLog(
    (line) => lines.push(line),
    () => 0,
    false,
  )
  const source = kubernetesSource(kubernetes, scope, { clock, random: () => 0, log })
  const stop = new AbortController()
  const ended = source.watch((found) => told.push(found), stop.signal)
  return {
    lines,
    pauses,
    told,
    names: () =>
      told
        .at(-1)
        ?.targets.map(({ labels }) => labels?.pod)
        .sort(),
    end: async () => {
      stop.abort()
      await ended
    },
  }
}
const until = (isSo: () => unknown) => expect.poll(isSo, { timeout: 20_000, interval: 5 })
const kinds = () => kubernetes.asked.map(({ kind }) => kind).join(' ')

describe('discovery in Kubernetes', () => {
  test('tells the pods of a list, then each that comes, changes and goes', async () => {
    kubernetes.put(asking('a-1'), { name: 'silent' })
    const agent = watching()
    await until(agent.names).toEqual(['a-1'])
    await until(kubernetes.watchers).toBe(1)
    kubernetes.put(asking('b-1'), { name: 'also-silent' })
    await until(agent.names).toEqual(['a-1', 'b-1'])
    kubernetes.put(asking('b-1', { startedAt: '2026-09-07T08:00:00Z' }))
    await until(() => agent.told.at(-1)?.targets.map(({ startedAt }) => startedAt)).toEqual([
      Date.parse('2026-09-07T07:30:00Z'),
      Date.parse('2026-09-07T08:00:00Z'),
    ])
    kubernetes.put({ name: 'b-1' })
    await until(agent.names).toEqual(['a-1'])
    kubernetes.remove('a-1')
    await until(agent.names).toEqual([])
    await agent.end()
    expect([kinds(), agent.lines]).toEqual(['list watch', []])
  })

  test.each([
    { name: 'a node', scope: { ...CLUSTER, node: 'node-2' }, want: ['b'], path: '/api/v1/pods' },
    {
      name: 'a namespace',
      scope: { ...CLUSTER, namespace: 'other' },
      want: ['c'],
      path: '/api/v1/namespaces/other/pods',
    },
  ])('asks for the pods of $name only', async ({ scope, want, path }) => {
    kubernetes.put(asking('a'), asking('b', { node: 'node-2' }), asking('c', { namespace: 'other' }))
    const agent = watching(scope)
    await until(agent.names).toEqual(want)
    await until(kubernetes.watchers).toBe(1)
    kubernetes.put(asking('d'), asking('e', { node: 'node-2', namespace: 'other' }))
    await until(agent.names).toEqual([...want, 'e'])
    await agent.end()
    expect(new Set(kubernetes.asked.map(({ path }) => path))).toEqual(new Set([path]))
    const selector = `status.phase=Running${scope.node === undefined ? '' : ',spec.nodeName=node-2'}`
    expect(new Set(kubernetes.asked.map(({ query }) => query.get('fieldSelector')))).toEqual(
      new Set([selector]),
    )
  })

  test('reads 5,000 pods in pages', async () => {
    const pods = Array.from({ length: 5_000 }, (_, i) =>
      asking(`p-${i}`, { ip: `10.1.${i >> 8}.${i % 256}` }),
    )
    kubernetes.put(...pods)
    const agent = watching()
    await until(() => agent.told.at(-1)?.targets.length).toBe(5_000)
    await agent.end()
    expect(kubernetes.asked.filter(({ kind }) => kind === 'list')).toHaveLength(20)
  })

  test('begins a list anew that the server forgot between two pages, and tells no half of it', async () => {
    kubernetes.put(...Array.from({ length: 600 }, (_, i) => asking(`p-${i}`)))
    kubernetes.refusals.push({ status: 200 }, { status: 410 })
    const agent = watching()
    await until(kubernetes.watchers).toBe(1)
    await agent.end()
    expect(agent.told.map(({ targets }) => targets.length)).toEqual([600])
    expect(kinds()).toBe('list list list list list watch')
  })

  test('asks for smaller pages where pods are large', async () => {
    const labels = { notes: 'x'.repeat(150_000) }
    kubernetes.put(...Array.from({ length: 300 }, (_, i) => asking(`p-${i}`, { labels })))
    const agent = watching()
    await until(() => agent.told.at(-1)?.targets.length).toBe(300)
    await agent.end()
    const limits = kubernetes.asked.flatMap(({ kind, query }) => (kind === 'list' ? query.get('limit') : []))
    expect(limits).toEqual(['250', '50', '50', '50', '50', '50', '50'])
  })

  test('goes on from the last bookmark after a watch has ended', async () => {
    kubernetes.put(asking('a'))
    const agent = watching()
    await until(kubernetes.watchers).toBe(1)
    kubernetes.put({ name: 'silent' })
    kubernetes.remove('silent')
    kubernetes.bookmark()
    kubernetes.compact()
    kubernetes.endWatches()
    await until(kinds).toBe('list watch watch')
    await until(kubernetes.watchers).toBe(1)
    kubernetes.put(asking('b'))
    await until(agent.names).toEqual(['a', 'b'])
    await agent.end()
    expect(kubernetes.asked.at(-1)?.query.get('resourceVersion')).toBe('103')
  })

  test('lists anew after 410 Gone, and forgets pods that went meanwhile', async () => {
    kubernetes.put(asking('a'), asking('b'))
    const agent = watching()
    await until(kubernetes.watchers).toBe(1)
    kubernetes.refusals.push({ status: 503 })
    kubernetes.endWatches()
    kubernetes.remove('a')
    kubernetes.compact()
    await until(agent.names).toEqual(['b'])
    await agent.end()
    expect(agent.told.every(({ targets }) => targets.length > 0)).toBe(true)
  })

  test('waits for as long as a server that throttles says, and says so once', async () => {
    kubernetes.put(asking('a'))
    kubernetes.refusals.push(
      { status: 429, retryAfter: '17' },
      { status: 429, retryAfter: '17' },
      { status: 429 },
    )
    const agent = watching()
    await until(agent.names).toEqual(['a'])
    await until(() => agent.lines.length).toBe(2)
    await agent.end()
    expect(agent.pauses.slice(0, 3)).toEqual([17_000, 17_000, 3_200])
    expect(agent.lines.map((line) => line.slice(25))).toEqual([
      'targets not read from=kubernetes why="answered 429"',
      'targets read again from=kubernetes',
    ])
  })

  test('doubles its pauses up to half a minute where a server forgets every version at once', async () => {
    kubernetes.put(asking('a'))
    kubernetes.refusals.push(...Array.from({ length: 9 }, () => ({ status: 410 })))
    const agent = watching()
    await until(agent.names).toEqual(['a'])
    await agent.end()
    expect(agent.pauses.slice(0, 8)).toEqual([800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000])
  })

  test('tells a thousand pods that come at once in few lists', async () => {
    const agent = watching()
    await until(kubernetes.watchers).toBe(1)
    kubernetes.put(...Array.from({ length: 1_000 }, (_, i) => asking(`p-${i}`)))
    await until(() => agent.told.at(-1)?.targets.length).toBe(1_000)
    for (let i = 0; i < 1_000; i++) kubernetes.remove(`p-${i}`)
    await until(() => agent.told.at(-1)?.targets.length).toBe(0)
    await agent.end()
    expect(agent.told.length).toBeLessThan(1_000)
  })

  test('reads the token anew for each request', async () => {
    kubernetes.put(asking('a'))
    const agent = watching()
    await until(kubernetes.watchers).toBe(1)
    kubernetes.token = 'second'
    await writeFile(join(kubernetes.serviceAccount, 'token'), 'second\n')
    kubernetes.endWatches()
    await until(kinds).toBe('list watch watch')
    await until(kubernetes.watchers).toBe(1)
    await agent.end()
    expect(agent.lines).toEqual([])
  })

  test.each([
    { status: 401, todo: 'is the token of the ServiceAccount of this cluster?' },
    { status: 403, todo: 'let its ServiceAccount get, list and watch pods' },
    { status: 404, todo: 'is it the address of an API server?' },
  ])('says what to do about $status, without the token', async ({ status, todo }) => {
    kubernetes.refusals.push(...Array.from({ length: 5 }, () => ({ status })))
    const agent = watching()
    await until(() => agent.lines.length).toBe(2)
    await agent.end()
    expect(agent.lines).toEqual([
      expect.stringContaining(todo),
      expect.stringContaining('targets read again'),
    ])
    expect(agent.lines.join()).not.toContain('first')
  })

  test.each([
    { name: 'no JSON', line: '{"type": "ADDED"' },
    { name: 'no event', line: '{"type": "RENAMED", "object": {}}' },
    { name: 'an error of its own', line: '{"type": "ERROR", "object": {"code": 500}}' },
  ])('lists anew after a line that is $name', async ({ line }) => {
    kubernetes.put(asking('a'))
    const agent = watching()
    await until(kubernetes.watchers).toBe(1)
    kubernetes.garble(line)
    await until(kinds).toBe('list watch list watch')
    await until(() => agent.lines.length).toBe(2)
    await agent.end()
    expect(agent.names()).toEqual(['a'])
  })

  test('reads on where an object is no pod', async () => {
    const agent = watching()
    await until(kubernetes.watchers).toBe(1)
    kubernetes.garble('{"type": "ADDED", "object": {"metadata": {"resourceVersion": "7", "name": 7}}}')
    kubernetes.put(asking('a'))
    await until(agent.names).toEqual(['a'])
    await agent.end()
    expect(agent.lines).toEqual([])
  })

  test('trusts no server that its certificate does not vouch for', async () => {
    await writeFile(join(kubernetes.serviceAccount, 'ca.crt'), '')
    const agent = watching()
    await until(() => agent.lines.length).toBe(1)
    await agent.end()
    expect(agent.lines[0]).toContain('nobody vouches for its certificate')
    expect(kubernetes.asked).toEqual([])
  })
})
