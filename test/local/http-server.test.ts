import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { isLoopback, listen } from '#infra/local/http-server.ts'
import { type TestApi, testApi } from '#test/support/api.ts'

/** Milliseconds; far under what is waited for a client elsewhere. */
const PATIENCE = { headersTimeout: 100, requestTimeout: 200, connectionsCheckingInterval: 20 }

let api: TestApi
let server: Awaited<ReturnType<typeof listen>>
const log = vi.spyOn(console, 'error')

beforeEach(async () => {
  log.mockReset()
  api = await testApi()
  server = await listen(api.app.fetch, '127.0.0.1', 0, PATIENCE)
})
afterEach(() => server.close())

/** Sends these bytes, leaves its end open, and tells what came until the server closed it. */
async function answerTo(bytes: string): Promise<string> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  socket.on('error', () => undefined)
  socket.write(bytes, 'latin1')
  return text(socket)
}

const push = (token: string): string =>
  `POST /v1/profiles?service=a&instance=b HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\n`

describe('a client that takes its time is cut off', () => {
  test('amid its headers', async () => {
    expect(await answerTo('GET /healthz HTTP/1.1\r\nHost: a\r\nX-Slow: ')).toMatch(/^HTTP\/1\.1 408 /)
  })

  test('amid its body, of which nothing is kept', async () => {
    const answer = await answerTo(`${push(await api.token())}Content-Length: 1000\r\n\r\nhalf`)
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /)
    expect(await api.profiles.keys()).toEqual([])
  })

  test('amid a body in chunks', async () => {
    const answer = await answerTo(`${push(await api.token())}Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n`)
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /)
    expect(await api.profiles.keys()).toEqual([])
  })

  test('while others are served', async () => {
    const slow = answerTo('GET /healthz HTTP/1.1\r\n')
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    await slow
  })
})

describe('what is no HTTP is refused and no failure of ours:', () => {
  test.each([
    ['no request line', 'hello\r\n\r\n'],
    ['a header without a name', 'GET /healthz HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n'],
    ['a header with a control character', 'GET /healthz HTTP/1.1\r\nHost: a\r\nX-A: b\u0000c\r\n\r\n'],
    ['headers of 20 KB', `GET /healthz HTTP/1.1\r\nHost: a\r\nX-A: ${'b'.repeat(20_000)}\r\n\r\n`],
    ['no host', 'GET /v1/services HTTP/1.1\r\n\r\n'],
    ['a host with a space', 'GET /v1/services HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n'],
    ['a host that is a path', 'GET /v1/services HTTP/1.1\r\nHost: /../a\r\nConnection: close\r\n\r\n'],
    [
      'two lengths',
      'POST /v1/profiles HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
    ],
    [
      'a length and chunks',
      'POST /v1/profiles HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a path that is none', 'GET //[ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'],
    ['a target with a host', 'GET http://b/v1/services HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'],
  ])('%s', async (_, bytes) => {
    expect(await answerTo(bytes)).toMatch(/^HTTP\/1\.1 4\d\d /)
    expect(log).not.toHaveBeenCalled()
  })
})

test.each([
  ['127.0.0.1', true],
  ['127.200.0.9', true],
  ['::1', true],
  ['localhost', true],
  ['0.0.0.0', false],
  ['::', false],
  ['10.0.0.1', false],
  ['128.0.0.1', false],
  ['::2', false],
  ['fe80::1', false],
])('%s is loopback: %s', (host, is) => {
  expect(isLoopback(host)).toBe(is)
})
