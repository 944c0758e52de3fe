import { gunzipSync } from 'node:zlib'
import { unpackTar } from 'modern-tar'
import { describe, expect, test } from 'vitest'
import type { PushItem } from '#cli/agent/push-item.ts'
import { manySender } from '#cli/agent/send-batch.ts'
import { HOUR, MINUTE } from '#shared/time.ts'

const TOKEN = 'tdm_test'
const item = (service: string, path = '/v1/profiles'): PushItem => ({
  path: `${path}?service=${service}`,
  body: new TextEncoder().encode(`dump of ${service}`),
})
const stored = { decision: 'stored' }
const json = (status: number, body: unknown = {}) => Response.json(body, { status })

/** What sends to a server that gives these answers and then takes each profile, and what it was asked for. */
function sender(...answers: readonly Response[]) {
  const left = [...answers]
  const asked: { readonly path: string; readonly init: RequestInit }[] = []
  const clock = { now: 5 * HOUR }
  const send = manySender({
    server: { url: 'http://tidemark.test', token: TOKEN },
    signal: new AbortController().signal,
    fetch: async (url, init = {}) => {
      asked.push({ path: String(url).slice('http://tidemark.test'.length), init })
      return left.shift() ?? json(201, stored)
    },
    now: () => clock.now,
  })
  return { send, asked, clock, paths: () => asked.map(({ path }) => path) }
}
const BATCH = '/v1/batches?version=1'
const ALONE = ['/v1/profiles?service=a', '/v1/profiles?service=b']
const TWO = [item('a'), item('b')]

describe('several pushes', () => {
  test('are one request, a file of a tar for each, and each has its answer', async () => {
    const next = { afterSeconds: 60, want: [] }
    const items = [{ ...stored, next }, { reason: 'too-old' }]
    const { send, asked } = sender(json(201, { items }))
    expect(await send(TWO)).toEqual([
      { is: 'taken', decision: 'stored', next },
      { is: 'refused', why: expect.stringContaining('too-old') },
    ])
    const [{ path, init } = { path: '', init: {} }, ...others] = asked
    expect([path, others]).toEqual([BATCH, []])
    expect(init).toMatchObject({
      method: 'POST',
      redirect: 'manual',
      headers: { authorization: `Bearer ${TOKEN}` },
    })
    const files = await unpackTar(gunzipSync(init.body as Uint8Array))
    expect(files.map(({ header, data }) => [header.name, new TextDecoder().decode(data)])).toEqual([
      ['service=a', 'dump of a'],
      ['service=b', 'dump of b'],
    ])
  })

  test('that are no profiles, or one alone, go by themselves', async () => {
    const { send, paths } = sender()
    expect(await send([item('a')])).toEqual([{ is: 'taken', decision: 'stored' }])
    await send([item('a'), item('b', '/v1/sockets')])
    expect(paths()).toEqual([ALONE[0], ALONE[0], '/v1/sockets?service=b'])
  })

  test.each([
    ['has another number of answers', json(201, { items: [stored] })],
    ['is too large for what is between', json(413)],
    ['is taken by something else', json(200, { items: [stored, stored] })],
    ['is refused whole', json(400, { reason: 'bad-time' })],
  ])('of which the request %s go one by one', async (_, answer) => {
    const { send, paths } = sender(answer)
    expect(await send(TWO)).toHaveLength(2)
    expect(paths()).toEqual([BATCH, ...ALONE])
    await send(TWO)
    expect(paths()[3]).toBe(BATCH)
  })

  test('are not tried one by one where the server is away or knows the token no more', async () => {
    const headers = { 'content-type': 'application/problem+json' }
    const unknown = new Response(JSON.stringify({ reason: 'unauthenticated' }), { status: 401, headers })
    for (const answer of [json(503), unknown]) {
      const { send, paths } = sender(answer)
      expect(await send(TWO)).toMatchObject([{ is: 'later' }])
      expect(paths()).toEqual([BATCH])
    }
  })

  test('end with the first that is to be tried again', async () => {
    const { send, paths } = sender(json(404), json(503))
    expect(await send(TWO)).toMatchObject([{ is: 'later', trouble: 'server away' }])
    expect(paths()).toEqual([BATCH, ALONE[0]])
  })
})

describe.each([404, 405])('a server that answers %i takes no batches', (status) => {
  test('and is asked again in an hour, or where the clock was set back', async () => {
    const { send, paths, clock } = sender(json(status))
    await send(TWO)
    clock.now += HOUR - MINUTE
    await send(TWO)
    expect(paths()).toEqual([BATCH, ...ALONE, ...ALONE])
    clock.now += MINUTE
    await send(TWO)
    expect(paths()[5]).toBe(BATCH)

    const other = sender(json(status))
    await other.send(TWO)
    other.clock.now -= 2 * HOUR
    await other.send(TWO)
    expect(other.paths()[3]).toBe(BATCH)
  })
})
