import { zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { MINUTE } from '#shared/time.ts'
import { NOW, type TestApi, testApi } from '#test/support/api.ts'
import { capturedInput, event, INPUT, inputOf, inputOver, TAGS } from '#test/support/datadog.ts'
import { pages } from '#test/support/pages.ts'
import { dump } from '#test/support/pprof.ts'
import { form } from '#test/support/push-clients.ts'
import { REFUSED_INPUTS } from './refused-datadog.ts'

const GOOD = dump({ 'main.recv < main.worker': 5 })
const HEAP = dump({ 'main.a < main.b': 1 }, { type: 'inuse_space', unit: 'bytes' })
const log = vi.spyOn(console, 'error')
let api: TestApi

beforeEach(async () => {
  log.mockReset().mockImplementation(() => {})
  api = await testApi()
})
afterAll(() => {
  log.mockRestore()
})

const stored = (service = 'checkout') => pages(api, `/v1/services/${service}/profiles?limit=9`)
const processes = (service = 'checkout') => pages(api, `/v1/services/${service}/processes?limit=9`)

describe('POST /profiling/v1/input', () => {
  test('takes what dd-trace-go sends: both profiles of goroutines, and the tags as facts', async () => {
    api.clock.now = capturedInput.at + 1_000
    const { body, contentType } = capturedInput
    const response = await inputOf(api, body, { headers: { 'content-type': contentType } })
    expect([response.status, response.headers.get('x-tidemark-reason')]).toEqual([
      200,
      'not-a-goroutine-profile',
    ])
    expect((await stored()).map(({ type, goroutines, source }) => [type, goroutines, source]).sort()).toEqual(
      [
        ['goroutine', 14, 'datadog'],
        ['goroutineleak', 7, 'datadog'],
      ],
    )
    const [process, ...more] = await processes()
    expect([process?.instance, process?.version, more]).toEqual(['pod-1', 'v1.4.2', []])
    expect(process?.id).toMatch(/session-3cd7aa81-db9d-495a-98b2-9e77cefe3717/)
    expect(process?.labels).toEqual({
      env: 'prod',
      pgo: 'false',
      process_id: '14027',
      profiler_version: 'v2.12.0',
      runtime: 'go',
      runtime_arch: 'amd64',
      runtime_compiler: 'gc',
      runtime_os: 'linux',
      runtime_version: '1.26.8-X:goroutineleakprofile',
      zone: 'eu-1',
    })
  })

  test.each([
    ['as they are', GOOD],
    ['in zstd', new Uint8Array(zstdCompressSync(GOOD))],
  ])('reads attachments %s', async (_, attachment) => {
    const response = await inputOver(api, { 'goroutines.pprof': attachment })
    expect([response.status, response.headers.get('x-tidemark-reason')]).toEqual([200, null])
    expect(await stored()).toMatchObject([{ goroutines: 5 }])
  })

  test('says 200 to profiles of something else, whatever they are called, and stores nothing', async () => {
    for (const name of ['delta-heap.pprof', 'goroutines.pprof']) {
      const response = await inputOver(api, { [name]: HEAP })
      expect([response.status, response.headers.get('x-tidemark-reason')]).toEqual([
        200,
        'not-a-goroutine-profile',
      ])
    }
    expect(await api.profiles.keys()).toEqual([])
  })

  test('a new runtime-id is another process', async () => {
    await inputOver(api, { 'goroutines.pprof': GOOD })
    await inputOver(api, { 'goroutines.pprof': GOOD }, { tags: TAGS.replace('3cd7aa81', '77aa') })
    expect(await processes()).toHaveLength(2)
  })

  test('stores the good one of two, and refuses the other', async () => {
    const response = await inputOver(api, { 'goroutines.pprof': GOOD, 'goroutineleak.pprof': 'hello' })
    expect([response.status, await response.json()]).toEqual([
      415,
      { errors: [expect.stringMatching(/^1 of 2 profiles were refused.*goroutineleak\.pprof: /)] },
    ])
    expect(await stored()).toHaveLength(1)
  })

  test('a profile that says no time is of the end of its period', async () => {
    const end = new Date(NOW - 3_600_000).toISOString()
    await inputOf(api, form({ 'goroutines.pprof': GOOD, event: event(TAGS, { end }) }))
    expect(await stored()).toMatchObject([{ at: end }])
  })
})

describe('the token', () => {
  const upload = (headers: Record<string, string>, path = INPUT) =>
    api.app.request(path, {
      method: 'POST',
      body: capturedInput.body,
      headers: { 'content-type': capturedInput.contentType, ...headers },
    })

  test('may stand in DD-API-KEY or in the path', async () => {
    api.clock.now = capturedInput.at
    const key = await api.token({ scopes: ['push'] })
    expect((await upload({ 'dd-api-key': key })).status).toBe(200)
    expect((await upload({}, `/t/${key}${INPUT}`)).status).toBe(200)
    expect((await upload({ 'dd-api-key': '' })).status).toBe(401)
    expect((await upload({ 'dd-api-key': key, authorization: 'Bearer guess' })).status).toBe(401)
  })

  test('in DD-API-KEY can do nothing but push, whatever it allows', async () => {
    const headers = { 'dd-api-key': await api.token() }
    expect((await api.app.request('/v1/services', { headers })).status).toBe(403)
    expect((await api.app.request('/v1/tokens', { method: 'POST', body: '{}', headers })).status).toBe(403)
  })
})

describe('is refused in a sentence, and leaves nothing:', () => {
  test.each(REFUSED_INPUTS)('$name: $status $reason', async ({ status, reason, send }) => {
    const response = await send(api)
    expect([response.status, response.headers.get('x-tidemark-reason'), await response.json()]).toEqual([
      status,
      reason,
      { errors: [expect.stringMatching(/^\S.{20,}\.$/s)] },
    ])
    expect(api.profiles.puts).toEqual([])
    expect(
      (await api.rows.table()).filter(({ pk, sk }) => !sk.startsWith('token') && pk !== 'tenants'),
    ).toEqual([])
    expect(log).not.toHaveBeenCalled()
  })

  test('while the bucket is down, so that dd-trace-go sends it again: 503', async () => {
    api.profiles.fails = 'before'
    const response = await inputOver(api, { 'goroutines.pprof': GOOD })
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
  })
})

test('uploads that were changed on their way are taken or refused, and never a failure of ours', async () => {
  const { body: whole, contentType, at } = capturedInput
  const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255))
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
      api.clock.now = at + MINUTE
      const body = Uint8Array.from(whole)
      for (const [place, byte] of changes) body[place] = byte
      const { status } = await inputOf(api, body, { headers: { 'content-type': contentType } })
      expect(status).toBeLessThan(500)
      expect(log).not.toHaveBeenCalled()
    }),
    { numRuns: 500 },
  )
})
