import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { listen } from '#infra/local/http-server.ts'
import { SECRET, vaultApi } from './vault.ts'

const log = vi.spyOn(console, 'error')
let server: Awaited<ReturnType<typeof listen>>
let caller: string

beforeAll(async () => {
  log.mockReset()
  const vault = await vaultApi()
  caller = vault.caller
  server = await listen(vault.api.app.fetch, '127.0.0.1', 0)
})
afterAll(async () => {
  await server.close()
  log.mockRestore()
})

/** Sends the head of a request as these bytes, and tells what came back. */
async function answerTo(head: string): Promise<string> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  socket.on('error', () => undefined)
  socket.end(`${head}\r\nAuthorization: Bearer ${caller}\r\nConnection: close\r\n\r\n`, 'latin1')
  return text(socket)
}

/** Paths of what the caller may not see. */
const VAULT = ['/v1/services/vault/profiles', '/v1/services/vault/merge.folded']
const targets = VAULT.flatMap((vault) => [
  vault,
  `//v1/services/checkout/../vault${vault.slice(18)}`,
  `/v1/services/checkout/..%2fvault${vault.slice(18)}`,
  `/v1/services/checkout/%2e%2e/vault${vault.slice(18)}`,
  `/v1/services/checkout\\..\\vault${vault.slice(18)}`,
  `/v1//services/vault${vault.slice(18)}`,
  `/v1/services/vault%00${vault.slice(18)}`,
  `/v1/services/checkout\0/../vault${vault.slice(18)}`,
  `/v1/services/vault;checkout${vault.slice(18)}`,
  `/v1/services/%76ault${vault.slice(18)}`,
  `http://other.test${vault}`,
  `http://checkout@other.test:99999${vault}`,
  `/t/${'x'.repeat(20)}${vault}`,
  '*',
  '/%',
  '/v1/services/%ff',
  `/v1/services/${'a'.repeat(10_000)}`,
])

describe('what no client of HTTP sends, sent as bytes,', () => {
  test.each(targets.map((target) => [target.slice(0, 60), target]))('%s shows nothing', async (_, target) => {
    const answer = await answerTo(`GET ${target} HTTP/1.1\r\nHost: tidemark.test`)
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /)
    expect(answer).not.toContain(SECRET)
    expect(log).not.toHaveBeenCalled()
  })

  test.each([
    ['a line break in the id of the request', 'X-Request-Id: a\rX-Evil: b'],
    ['a NUL in it', 'X-Request-Id: a\0b'],
    ['bytes over 127 in it', 'X-Request-Id: \xff\xfe'],
    ['another host', 'Host: evil.test/\\"<b>'],
    ['two hosts', 'Host: evil.test\r\nHost: other.test'],
    ['a host that is none', 'Host: [::'],
    ['the id of a request with markup', 'X-Request-Id: "><script>'],
  ])('%s becomes no header and no failure', async (_, header) => {
    const host = header.startsWith('Host') ? '' : '\r\nHost: tidemark.test'
    const answer = await answerTo(`GET /v1/services/vault HTTP/1.1${host}\r\n${header}`)
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /)
    expect(answer).not.toMatch(/^x-evil/im)
    expect(answer).not.toMatch(/^x-request-id: (?![\w=-]+\r$)/im)
    expect(log).not.toHaveBeenCalled()
  })
})
