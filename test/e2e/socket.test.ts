import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pages } from '#test/support/pages.ts'
import { dump } from '#test/support/pprof.ts'
import { type Served, serve } from '#test/support/serve.ts'

const PUSH = '/v1/profiles?service=checkout&instance=pod-1'
const MB = 1024 * 1024
let home: string
let served: Served

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tidemark-test-'))
  served = await serve(home)
  await served.send(PUSH, { method: 'POST', body: dump({ 'main.recv < main.worker': 5 }) })
})
afterAll(async () => {
  await served.stop()
  await rm(home, { recursive: true })
})

const raw = (headers: Record<string, string | number>) =>
  request(served.url + PUSH, {
    method: 'POST',
    headers: { authorization: `Bearer ${served.token}`, ...headers },
  })

/** What a request is told while its body is still under way. */
async function answerTo(sending: ReturnType<typeof raw>): Promise<unknown> {
  const [response] = await once(sending, 'response')
  const chunks: Buffer[] = await response.toArray()
  sending.destroy()
  return JSON.parse(Buffer.concat(chunks).toString('utf8'))
}

const goodPush = async (instance: string): Promise<unknown> => {
  const path = `/v1/profiles?service=checkout&instance=${instance}`
  return (await served.send(path, { method: 'POST', body: dump({ 'main.a < main.b': 1 }) })).json()
}

describe('a body over a socket', () => {
  test('that announces more than the limit is refused before it is sent', async () => {
    const sending = raw({ 'content-length': 64 * MB + 1 })
    sending.on('error', () => {})
    sending.flushHeaders()
    expect(await answerTo(sending)).toMatchObject({
      reason: 'body-too-large',
      limit: 64 * MB,
      actual: 64 * MB + 1,
    })
    expect(await goodPush('after-large')).toMatchObject({ decision: 'stored' })
  })

  test('that passes the limit in chunks is refused on its way', async () => {
    const sending = raw({ 'transfer-encoding': 'chunked' })
    sending.on('error', () => {})
    for (let sent = 0; sent <= 64; sent++) sending.write(Buffer.alloc(MB))
    expect(await answerTo(sending)).toMatchObject({ reason: 'body-too-large', limit: 64 * MB })
    expect(await goodPush('after-chunks')).toMatchObject({ decision: 'stored' })
  })

  test('whose sender goes away does no harm and is no failure of ours', async () => {
    for (const cut of [0, 10, 1_000]) {
      const sending = raw({ 'content-length': 5_000 })
      sending.on('error', () => {})
      sending.write(Buffer.alloc(cut, 'a'))
      await once(sending, 'socket')
      sending.destroy()
    }
    expect(await goodPush('after-abort')).toMatchObject({ decision: 'stored' })
  })
})

describe('the table on disk', () => {
  const statusOf = async (path: string): Promise<number> => (await served.send(path)).status
  const cursor = (key: string): string => Buffer.from(key).toString('base64url')

  test.each([
    ['a name longer than a key', `/v1/services/${'n'.repeat(1_100)}`, 404],
    ['profiles of such a name', `/v1/services/${'n'.repeat(2_100)}/profiles`, 404],
    ['findings of such a name', `/v1/findings?service=${'n'.repeat(2_100)}`, 400],
    ['a finding of such a name', `/v1/findings/0123456789abcdef@${'n'.repeat(2_100)}`, 404],
    [
      'a range that ends before it begins',
      '/v1/services/checkout/profiles?from=2026-09-07T08:00:00Z&to=2026-09-07T07:00:00Z',
      200,
    ],
    [
      'a range of ten thousand years',
      '/v1/services/checkout/profiles?from=0001-01-01T00:00:00Z&to=9999-12-31T00:00:00Z',
      200,
    ],
    ['a cursor behind the end', `/v1/services/checkout/profiles?cursor=${cursor('v'.repeat(23))}`, 200],
    ['a cursor behind all names', `/v1/services?cursor=${cursor('~~')}`, 400],
    ['the last name as a cursor', `/v1/services?cursor=${cursor('zzz')}`, 200],
    ['the last process as a cursor', `/v1/services/checkout/processes?cursor=${cursor('z@unmarked')}`, 200],
  ])('is not asked for %s that it would refuse', async (_, path, status) => {
    expect(await statusOf(path)).toBe(status)
  })

  test('keeps 30 labels at the limit of their size, and a name of 200 characters', async () => {
    const labels = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`label.k${i}`, 'v'.repeat(14)]))
    const instance = `${'i'.repeat(190)}/a:b.c-d_e`
    const query = new URLSearchParams({ service: 's'.repeat(200), instance, ...labels })
    const pushed = await served.send(`/v1/profiles?${query}`, {
      method: 'POST',
      body: dump({ 'main.a < main.b': 1 }),
    })
    const receipt = (await pushed.json()) as { decision: string; links: { profile: string } }
    expect(receipt.decision).toBe('stored')
    const { labels: kept } = (await served.read(receipt.links.profile)) as { labels: Record<string, string> }
    expect(Object.keys(kept)).toHaveLength(30)
  })

  test('pages through processes as the memory does', async () => {
    const found = await pages(served, '/v1/services/checkout/processes?limit=1')
    const ids = found.map(({ instance }) => instance)
    expect(ids).toEqual(['after-abort', 'after-chunks', 'after-large', 'pod-1'])
  })
})

describe('the log of the server', () => {
  test('has no failure after all of this', async () => {
    const { code, stderr } = await served.stop()
    expect([code, stderr.split('\n').slice(1)]).toEqual([0, ['']])
  })
})
