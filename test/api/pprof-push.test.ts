import { gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { beforeEach, describe, expect, test } from 'vitest'
import { BODY_LIMIT, type TestApi, testApi } from '#test/support/api.ts'
import { pages } from '#test/support/pages.ts'
import { dump, wideDump } from '#test/support/pprof.ts'

const GOOD = dump({ 'main.recv < main.worker': 5 })
const RAW = new Uint8Array(gunzipSync(GOOD))
const PATH = '/v1/pprof?service=checkout&instance=pod-1&version=v1&label.zone=eu'
let api: TestApi

beforeEach(async () => {
  api = await testApi()
})

const push = (body: NonNullable<RequestInit['body']>, headers: Record<string, string> = {}, path = PATH) =>
  api.send(path, { method: 'POST', body, headers })

describe('POST /v1/pprof', () => {
  test.each([
    ['gzip, as Go writes it', GOOD, {}],
    ['proto', RAW, {}],
    ['proto in the content encoding gzip', GOOD, { 'content-encoding': 'gzip' }],
    ['gzip in the content encoding gzip', gzipSync(GOOD), { 'content-encoding': 'gzip' }],
    ['gzip in the content encoding zstd', zstdCompressSync(GOOD), { 'content-encoding': 'zstd' }],
    ['gzip whose content encoding a proxy took off', RAW, { 'content-encoding': 'gzip' }],
  ])('takes %s and answers 204', async (_, body, headers) => {
    const response = await push(new Uint8Array(body), headers)
    expect([response.status, await response.text()]).toEqual([204, ''])
    expect(await pages(api, '/v1/services/checkout/profiles?limit=9')).toMatchObject([
      { goroutines: 5, source: 'pprof' },
    ])
    expect(await pages(api, '/v1/services/checkout/processes?limit=9')).toMatchObject([
      { instance: 'pod-1', version: 'v1', labels: { zone: 'eu' } },
    ])
  })

  test('answers 204 to a profile of something else, says so in a header, and stores nothing', async () => {
    const response = await push(dump({ 'main.a < main.b': 1 }, { type: 'cpu', unit: 'nanoseconds' }))
    expect([response.status, response.headers.get('x-tidemark-reason')]).toEqual([
      204,
      'not-a-goroutine-profile',
    ])
    expect(await api.profiles.keys()).toEqual([])
  })

  test.each<readonly [string, number, string, () => Promise<Response>]>([
    ['no service', 400, 'bad-service-name', () => push(GOOD, {}, '/v1/pprof')],
    ['no profile', 400, 'empty-body', () => push('')],
    ['text of another kind', 415, 'unknown-format', () => push('hello')],
    ['a profile that was cut', 400, 'malformed-gzip', () => push(GOOD.slice(0, -9))],
    [
      'zstd that was cut',
      400,
      'malformed-zstd',
      () => push(new Uint8Array(zstdCompressSync(GOOD).subarray(0, -9)), { 'content-encoding': 'zstd' }),
    ],
    ['20,000 stacks', 400, 'too-many-samples', () => push(wideDump(20_000))],
    ['more than the limit', 413, 'body-too-large', () => push(new Uint8Array(BODY_LIMIT + 1))],
    ['another encoding', 415, 'unsupported-encoding', () => push(GOOD, { 'content-encoding': 'br' })],
    ['GET', 405, 'method-not-allowed', () => api.send(PATH)],
    ['a wrong token', 401, 'unauthenticated', () => push(GOOD, { authorization: 'Bearer guess' })],
  ])('refuses %s in a line of text: %i %s', async (_, status, reason, send) => {
    const response = await send()
    expect([response.status, response.headers.get('x-tidemark-reason'), await response.text()]).toEqual([
      status,
      reason,
      expect.stringMatching(/^\S.{20,}\.\n$/),
    ])
    expect(api.profiles.puts).toEqual([])
  })
})
