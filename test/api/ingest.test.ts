import { readFile } from 'node:fs/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import { NOW, type TestApi, testApi } from '#test/support/api.ts'
import { pages } from '#test/support/pages.ts'
import { dump, nanos } from '#test/support/pprof.ts'
import { captured, form, ingestOver, MULTIPART } from '#test/support/push-clients.ts'

const GOOD = dump({ 'main.recv < main.worker': 5 })
const OTHER = dump({ 'main.recv < main.worker': 6 })
const CONFIG = '{"goroutine":{"units":"goroutines","aggregation":"average","display-name":"goroutines"}}'
const multipart = { headers: { 'content-type': MULTIPART } }
const text = (name: string) => readFile(new URL(`../fixtures/goroutine/${name}`, import.meta.url), 'utf8')
let api: TestApi

beforeEach(async () => {
  api = await testApi()
})

/** pyroscope-go takes exactly this for success. */
async function expectAccepted(response: Response): Promise<void> {
  expect([response.status, await response.text()]).toEqual([200, ''])
}

const stored = (service = 'checkout') => pages(api, `/v1/services/${service}/profiles?limit=9`)
const onlyProcess = async (service = 'checkout') =>
  (await pages(api, `/v1/services/${service}/processes?limit=9`))[0]

describe('POST /ingest', () => {
  test('takes what pyroscope-go sends, byte for byte', async () => {
    api.clock.now = captured.at + 1_000
    const headers = { 'content-type': captured.contentType, 'x-scope-orgid': 't1' }
    await expectAccepted(await api.send(captured.path, { method: 'POST', body: captured.body, headers }))
    expect(await stored('my.app')).toMatchObject([
      { type: 'goroutine', debug: 0, goroutines: 122, at: new Date(captured.at).toISOString() },
    ])
    expect(await onlyProcess('my.app')).toMatchObject({
      id: 'ab12cd34ef567890@session-ab12cd34ef567890',
      instance: 'ab12cd34ef567890',
      labels: { env: 'prod', 'process.runtime.version': 'go1.24.4' },
    })
  })

  test.each([
    ['/pyroscope/ingest', ''],
    ['/t/TOKEN/ingest', ''],
    ['/t/TOKEN/pyroscope/ingest', ''],
  ])('is %s too, for addresses with a path', async (path) => {
    const url = `${path.replace('TOKEN', await api.token({ scopes: ['push'] }))}?name=checkout`
    const headers = path.startsWith('/t/') ? { authorization: '' } : {}
    await expectAccepted(await api.send(url, { method: 'POST', body: GOOD, headers }))
    expect(await stored()).toHaveLength(1)
  })

  test.each([
    ['a form', async () => form({ profile: GOOD, sample_type_config: CONFIG }), {}, multipart],
    ['a form whose content type is lost', async () => form({ profile: GOOD }), {}, {}],
    ['a form that calls itself pprof', async () => form({ profile: GOOD }), { format: 'pprof' }, multipart],
    ['a raw body', async () => GOOD, { format: 'pprof' }, {}],
    ['a raw body that calls itself a form', async () => GOOD, { format: 'pprof' }, multipart],
    ['a raw body without a format', async () => GOOD, {}, {}],
    ['text with counts', () => text('go1.24.goroutine.debug1.txt'), {}, {}],
    ['text of every goroutine', () => text('go1.24.goroutine.debug2.txt'), {}, {}],
  ])('reads %s', async (_, body, query, init) => {
    await expectAccepted(await ingestOver(api, await body(), query, init))
    expect(await stored()).toHaveLength(1)
  })

  test('says 200 to a duplicate and to what falls into a taken slot, and keeps the first', async () => {
    await expectAccepted(await ingestOver(api, GOOD))
    await expectAccepted(await ingestOver(api, GOOD))
    await expectAccepted(await ingestOver(api, OTHER))
    expect(await stored()).toMatchObject([{ goroutines: 5 }])
  })

  test('says 200 to a form with an empty profile, and stores nothing', async () => {
    await expectAccepted(
      await ingestOver(api, form({ profile: '', sample_type_config: CONFIG }), {}, multipart),
    )
    expect(await api.profiles.keys()).toEqual([])
  })

  test.each([
    ['of CPU', 'samples', 'count'],
    ['of the heap', 'inuse_space', 'bytes'],
    ['of locks', 'contentions', 'count'],
  ])('says 200 to a profile %s, stores nothing, and says so in a header', async (_, type, unit) => {
    const profile = dump({ 'main.a < main.b': 1 }, { type, unit })
    const response = await ingestOver(api, form({ profile }), {}, multipart)
    expect(response.headers.get('x-tidemark-reason')).toBe('not-a-goroutine-profile')
    await expectAccepted(response)
    expect(await api.profiles.keys()).toEqual([])
  })

  test('does not say that it ignored what it took', async () => {
    expect((await ingestOver(api, GOOD)).headers.get('x-tidemark-reason')).toBeNull()
  })

  test('tells leak profiles by what they count, whatever the client calls them', async () => {
    const profile = dump({ 'main.a < main.b': 1 }, { type: 'goroutineleak' })
    await expectAccepted(await ingestOver(api, form({ profile, sample_type_config: CONFIG }), {}, multipart))
    expect(await stored()).toMatchObject([{ type: 'goroutineleak' }])
  })
})

describe('the time of a profile', () => {
  const at = NOW - 60_000
  const seconds = at / 1000
  const iso = new Date(at).toISOString()

  test.each([
    ['its own', dump({ 'main.a < main.b': 1 }, { timeNanos: nanos(at) }), { from: '1763000000' }],
    ['from, where it has none', GOOD, { from: String(seconds), until: String(NOW / 1000) }],
    ['until, where nothing else is said', GOOD, { from: '', until: String(seconds) }],
    ['from in milliseconds', GOOD, { from: `${seconds}000` }],
    ['from in microseconds', GOOD, { from: `${seconds}000000` }],
    ['from in nanoseconds', GOOD, { from: `${seconds}000000000` }],
    ['from as an age', GOOD, { from: 'now-1m' }],
  ])('is %s', async (_, body, query) => {
    await expectAccepted(await ingestOver(api, body, query))
    expect(await stored()).toMatchObject([{ at: iso }])
  })

  test('is now where nobody says any', async () => {
    await expectAccepted(await ingestOver(api, GOOD, { until: '' }))
    expect(await stored()).toMatchObject([{ at: new Date(NOW).toISOString() }])
  })
})

describe('a tenant', () => {
  test('is that of the token, whatever the client says', async () => {
    const as = await api.token({ tenant: 'umbrella', scopes: ['push'] })
    await expectAccepted(await ingestOver(api, GOOD, {}, { as, headers: { 'x-scope-orgid': 'acme' } }))
    expect((await api.send('/v1/services/checkout')).status).toBe(404)
    expect(await api.profiles.keys()).toEqual([expect.stringMatching(/^profiles\/umbrella\/checkout\//)])
  })

  test('is that of a Basic password, as pyroscope-go sends it', async () => {
    const basic = Buffer.from(`anybody:${await api.token({ scopes: ['push'] })}`).toString('base64')
    const init = { headers: { authorization: `Basic ${basic}` } }
    await expectAccepted(await ingestOver(api, GOOD, {}, init))
  })
})
