import { beforeEach, describe, expect, test } from 'vitest'
import { type TestApi, testApi } from '#test/support/api.ts'
import { dump } from '#test/support/pprof.ts'

const READ =
  'net.(*conn).Read < net/http.(*persistConn).Read < bufio.(*Reader).Peek < net/http.(*persistConn).readLoop'
const WRITE = 'runtime.selectgo < net/http.(*persistConn).writeLoop'
let api: TestApi

beforeEach(async () => {
  api = await testApi()
})

const analyze = async (body: NonNullable<RequestInit['body']>, as?: string) =>
  api.send('/v1/analyze', { method: 'POST', body, ...(as === undefined ? {} : { as }) })

describe('POST /v1/analyze', () => {
  test('says what stands in one dump, and what one dump cannot prove', async () => {
    const answer = await analyze(
      dump({ [READ]: 1201, [WRITE]: 1201, 'main.step < main.turn < main.spin': 1 }),
    )
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({
      goroutines: 2403,
      stacks: [
        { count: 1201, twins: [expect.any(String)], cause: { id: '2' }, sockets: null },
        { count: 1201, twins: [expect.any(String)] },
        { count: 1, twins: [], cause: null },
      ],
      proves: expect.arrayContaining([expect.stringContaining('Nothing is proven leaked')]),
    })
  })

  test.each(['ss', 'sockets', 'sockets-1'])('holds a socket table sent as %s against it', async (part) => {
    const form = new FormData()
    form.set('profile', new Blob([Buffer.from(dump({ [READ]: 20, [WRITE]: 20 }))]))
    const lines = Array.from({ length: 20 }, (_, i) => `ESTAB 0 0 10.0.0.1:${40_000 + i} 10.10.10.11:80`)
    form.set(
      part,
      new Blob([`State Recv-Q Send-Q Local Address:Port Peer Address:Port\n${lines.join('\n')}\n`]),
    )
    expect(await (await analyze(form)).json()).toMatchObject({
      stacks: [{ sockets: expect.stringContaining('10.10.10.11:80') }, {}],
    })
  })

  test('leaves nothing behind', async () => {
    const before = [await api.rows.table(), await api.profiles.keys()]
    await analyze(dump({ [READ]: 3 }))
    expect([await api.rows.table(), await api.profiles.keys()]).toEqual(before)
  })

  test.each([
    ['an empty body', () => new Uint8Array(), 'empty-body'],
    ['a form without a dump', () => new FormData(), 'empty-body'],
    ['some text', () => 'hello', 'unknown-format'],
  ])('refuses %s', async (_, body, reason) => {
    const answer = await analyze(body())
    expect(await answer.json()).toMatchObject({ reason })
  })

  test('is not for a token to push', async () => {
    expect((await analyze('x', await api.token({ scopes: ['push'] }))).status).toBe(403)
  })
})
