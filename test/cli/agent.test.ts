import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { MINUTE } from '#shared/time.ts'
import { type FakeTarget, fakeTarget } from '#test/support/agent.ts'
import { ended, start, tidemark, withFolder } from '#test/support/cli.ts'
import { fakeKubernetes } from '#test/support/kubernetes.ts'
import { type Served, serve } from '#test/support/serve.ts'

let home: string
let served: Served
let target: FakeTarget

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tidemark-test-'))
  served = await serve(home)
  target = await fakeTarget()
})
afterAll(async () => {
  await served.stop()
  await target.close()
  await rm(home, { recursive: true })
})

const call = (service: string): string[] => ['agent', '--target', `${service}=${target.url}`, '--json']
const at = (): string[] => ['--url', served.url, '--data', served.data]
/** Nobody listens there. */
const NOWHERE = 'http://127.0.0.1:1'

const lastOf = (stdout: string): unknown => JSON.parse(stdout.trim().split('\n').at(-1) ?? '')

describe('tidemark agent --once', () => {
  test('ends with 0 where all was sent, and says so in one line', async () => {
    const { code, stdout, stderr } = await tidemark(
      [...call('once'), ...at(), '--once', '--instance', 'pod-1'],
      { home },
    )
    expect([code, stderr]).toEqual([0, ''])
    expect(lastOf(stdout)).toMatchObject({ event: 'counts', collected: 1, sent: 1, dropped: 0, waiting: 0 })
    expect(await served.read('/v1/services/once/processes')).toMatchObject({ items: [{ instance: 'pod-1' }] })
  })

  test('ends with 1 where the target or the server is away, and sends the next time what it kept', () =>
    withFolder(async (spool) => {
      const once = [...call('kept'), '--once', '--spool', spool]
      const token = ['--token', served.token]
      const away = await tidemark([...once, '--url', NOWHERE, ...token], { home })
      expect(away.code).toBe(1)
      expect(lastOf(away.stdout)).toMatchObject({ collected: 1, sent: 0, spooled: 1, waiting: 1 })
      expect(await readdir(spool)).toHaveLength(1)
      const noTarget = ['agent', '--target', `kept=${NOWHERE}`, '--json', '--once', '--spool', spool]
      const back = await tidemark([...noTarget, ...at()], { home })
      expect(back.code).toBe(1)
      expect(lastOf(back.stdout)).toMatchObject({ failed: 1, sent: 1, waiting: 0 })
    }))

  test('takes its targets from a file, and ends with 1 where there is none', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'targets.yml')
      const once = ['agent', '--json', '--once', '--targets', file, '--spool', join(folder, 'spool'), ...at()]
      const none = await tidemark(once, { home })
      expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('cannot be read')])
      const [address] = target.url.split('//').slice(1)
      await writeFile(
        file,
        `- targets: ['${address}']\n  labels: {service: listed, instance: pod-7, version: 1.10}\n`,
      )
      const { code, stdout, stderr } = await tidemark(once, { home })
      expect([code, stderr]).toEqual([0, ''])
      expect(lastOf(stdout)).toMatchObject({ event: 'counts', collected: 1, sent: 1 })
      expect(await served.read('/v1/services/listed/processes')).toMatchObject({
        items: [{ instance: 'pod-7', version: '1.10' }],
      })
    }))

  test('finds pods in Kubernetes', async () => {
    const kubernetes = await fakeKubernetes()
    const annotations = { 'tidemark.dev/scrape': 'true', 'tidemark.dev/port': String(target.port) }
    const startedAt = new Date(Date.now() - MINUTE).toISOString()
    kubernetes.put(
      { name: 'cart-1', annotations, startedAt },
      { name: 'cart-2', annotations, startedAt, node: 'other' },
    )
    const { url, serviceAccount } = kubernetes
    const api = ['--kubernetes', '--kubernetes-url', url.href, '--service-account', serviceAccount]
    const sent = await tidemark(['agent', '--json', '--once', ...api, '--node', 'node-1', ...at()], { home })
    expect([sent.code, sent.stderr]).toEqual([0, ''])
    expect(lastOf(sent.stdout)).toMatchObject({ collected: 1, sent: 1 })
    expect(await served.read('/v1/services/shop%2Fcart-1/processes')).toMatchObject({
      items: [{ instance: 'shop.cart-1.app', version: 'v1.2.3' }],
    })
    kubernetes.refusals.push({ status: 403 })
    const refused = await tidemark(['agent', '--once', ...api, ...at()], { home })
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('get, list and watch pods')])
    await kubernetes.close()
  })

  test('ends with 1 where the server refuses', async () => {
    const refused = await tidemark([...call('refused'), ...at(), '--once', '--token', 'guess'], { home })
    expect(refused.code).toBe(1)
    expect(refused.stdout).toContain('answered 401 (unauthenticated)')
    expect(refused.stdout).not.toContain('guess')
  })
})

describe('tidemark agent', () => {
  test('ends within seconds with 0 when it is told to, and keeps what the server has not taken', () =>
    withFolder(async (spool) => {
      const away = ['--url', NOWHERE, '--token', served.token, '--spool', spool]
      const child = start([...call('daemon'), ...away], home)
      const end = ended(child)
      if (child.stdout === null) throw new Error('the agent was started without pipes')
      await once(createInterface(child.stdout), 'line')
      await vi.waitFor(async () => expect(await readdir(spool)).toHaveLength(1), { timeout: 20_000 })
      child.kill('SIGTERM')
      const { code, stdout } = await end
      expect(code).toBe(0)
      expect(lastOf(stdout)).toMatchObject({ event: 'counts', collected: 1, failed: 0, sent: 0, waiting: 1 })
    }))

  test.each([
    { name: 'no target', give: ['--service', 'x'], want: '--target is missing' },
    { name: 'no service', give: ['--target', 'http://127.0.0.1:6060'], want: '--service is missing' },
    {
      name: 'a pause in words',
      give: ['--target', 'x=http://127.0.0.1:6060', '--every', '1m'],
      want: '--every must be',
    },
    {
      name: 'one process for two targets',
      give: ['--target', 'x=http://127.0.0.1:6060', '--target', 'y=http://127.0.0.1:6061', '--pid', '7'],
      want: '--pid says the process of one target only',
    },
    {
      name: 'a list at no address',
      give: ['--targets-url', 'file:///etc/passwd'],
      want: '--targets-url must be an http or https address',
    },
    {
      name: 'one process for a list',
      give: ['--targets', 'targets.yml', '--pid', '7'],
      want: '--pid says the process of one target only',
    },
    {
      name: 'Kubernetes outside of it',
      give: ['--kubernetes'],
      want: 'name the API server with --kubernetes-url',
    },
    { name: 'a node alone', give: ['--node', 'x'], want: '--node belongs to --kubernetes, which is missing' },
    {
      name: 'a node that is none',
      give: ['--kubernetes', '--kubernetes-url', 'https://127.0.0.1:1', '--node', 'a,b=c'],
      want: '--node must be a name of Kubernetes',
    },
    {
      name: 'credentials for pods',
      give: ['--kubernetes', '--kubernetes-url', 'https://127.0.0.1:1', '--header', 'A: b'],
      want: '--header is not sent to pods',
    },
    {
      name: 'an operand',
      give: ['--target', 'x=http://127.0.0.1:6060', 'y'],
      want: 'agent takes no operand',
    },
  ])('ends with 2 where it is called with $name', async ({ give, want }) => {
    const { code, stderr } = await tidemark(['agent', ...give, ...at()], { home })
    expect(code).toBe(2)
    expect(stderr).toContain(want)
  })

  test('goes on without a spool where its disk is read-only, and says so in words', async () => {
    const call = ['agent', '--target', `disk=${target.url}`, '--once', '--spool', '/sys/tidemark/spool']
    const sent = await tidemark([...call, ...at()], { home })
    expect(sent.stdout).toMatch(/ no spool folder=\S+ why="[^"]*(?:read-only|may not write)[^"]*" todo="/)
    expect([sent.code, sent.stderr]).toEqual([0, ''])
    const away = await tidemark([...call, '--url', NOWHERE, '--token', served.token], { home })
    expect(away.stdout).toMatch(
      / dropped pushes=1 why="the spool cannot be written: [^"]*(?:read-only|may not)/,
    )
    expect(away.code).toBe(1)
  })

  test('says where the spool cannot be kept', async () => {
    const spool = join(served.data, 'admin-token')
    const { code, stderr } = await tidemark([...call('x'), ...at(), '--spool', spool], { home })
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining(`${spool} cannot hold the spool: it is no folder`),
    ])
  })
})
