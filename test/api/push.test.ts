import { gzipSync } from 'node:zlib'
import { beforeEach, describe, expect, test } from 'vitest'
import { type TestApi, testApi } from '#test/support/api.ts'
import { pages } from '#test/support/pages.ts'
import { dump } from '#test/support/pprof.ts'
import {
  capturedPush,
  jsonOf,
  messageOf,
  PUSH,
  type PushInit,
  pushOver,
  series,
} from '#test/support/push-clients.ts'

const GOOD = dump({ 'main.recv < main.worker': 5 })
const OTHER = dump({ 'main.recv < main.worker': 6 })
const CPU = dump({ 'main.a < main.b': 1 }, { type: 'samples' })
const BROKEN = GOOD.subarray(0, -20)
const ONE: PushInit = { series: [series([GOOD])] }
const json = { headers: { 'content-type': 'application/json' } }
let api: TestApi

beforeEach(async () => {
  api = await testApi()
})

/** What the client of Connect checks: 200, the content type of the request, and a message that can be read. */
async function expectEmptyMessage(response: Response, codec = 'application/proto'): Promise<void> {
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe(codec)
  expect(await response.text()).toBe(codec === 'application/json' ? '{}' : '')
}

const stored = (service = 'checkout') => pages(api, `/v1/services/${service}/profiles?limit=9`)

describe('POST /push.v1.PusherService/Push', () => {
  test('takes what Alloy sends, byte for byte', async () => {
    api.clock.now = capturedPush.at + 1_000
    await expectEmptyMessage(await pushOver(api, capturedPush.body, { headers: capturedPush.headers }))
    expect(await stored()).toMatchObject([
      { type: 'goroutine', debug: 0, goroutines: 71, at: new Date(capturedPush.at).toISOString() },
    ])
    expect(await pages(api, '/v1/services/checkout/processes?limit=9')).toMatchObject([
      {
        id: '127.0.0.1:6060@version-v1.4.2',
        instance: '127.0.0.1:6060',
        version: 'v1.4.2',
        labels: {
          'otel.scope.name': 'com.grafana.alloy/pyroscope.scrape',
          'otel.scope.version': 'v1.18.1',
        },
      },
    ])
  })

  test('takes a message in proto', async () => {
    await expectEmptyMessage(await pushOver(api, messageOf(ONE)))
    expect(await stored()).toMatchObject([{ type: 'goroutine', goroutines: 5, process: 'pod-1@unmarked' }])
  })

  test('takes a message in JSON, also with members that it does not know', async () => {
    const message = JSON.parse(jsonOf(ONE))
    message.series[0].samples[0].ID = '5c4ed0c5-7a4d-4ee1-a4de-0b4b1f1e0f11'
    message.annotations = [{ key: 'a' }]
    await expectEmptyMessage(await pushOver(api, JSON.stringify(message), json), 'application/json')
    expect(await stored()).toHaveLength(1)
  })

  test.each([
    ['gzip', gzipSync(messageOf(ONE)), { 'content-encoding': 'gzip' }],
    ['gzip that nobody announced', gzipSync(messageOf(ONE)), {}],
    ['gzip that a proxy took off', messageOf(ONE), { 'content-encoding': 'gzip' }],
    ['identity', messageOf(ONE), { 'content-encoding': 'identity' }],
    ['a charset', gzipSync(jsonOf(ONE)), { 'content-type': 'application/json; charset=utf-8' }],
  ])('takes %s', async (_, body, headers: Record<string, string>) => {
    const { status } = await pushOver(api, new Uint8Array(body), { headers })
    expect([status, await stored()]).toMatchObject([200, [{ goroutines: 5 }]])
  })

  test('takes a client that does not name its protocol version', async () => {
    const headers = { 'content-type': 'application/proto' }
    const init = { method: 'POST', body: messageOf(ONE), headers }
    await expectEmptyMessage(await api.send(PUSH, init))
  })

  test('takes fields that it does not know, and a message without any', async () => {
    const withAnnotation = new Uint8Array([...messageOf(ONE), 0x7a, 2, 0x0a, 0, 0x1b, 0x08, 1, 0x1c])
    await expectEmptyMessage(await pushOver(api, withAnnotation))
    expect(await stored()).toHaveLength(1)
    await expectEmptyMessage(await pushOver(api, new Uint8Array()))
    await expectEmptyMessage(await pushOver(api, '{}', json), 'application/json')
  })

  test('says 200 to a duplicate and to what falls into a taken slot, and keeps the first', async () => {
    for (const profile of [GOOD, GOOD, OTHER]) {
      await expectEmptyMessage(await pushOver(api, messageOf({ series: [series([profile])] })))
    }
    expect(await stored()).toMatchObject([{ goroutines: 5 }])
  })

  test('takes the goroutines among profiles of other things, and says what it ignored', async () => {
    const memory = dump({ 'main.a < main.b': 1 }, { type: 'alloc_space', unit: 'bytes' })
    const request = { series: [series([CPU, memory], { __name__: 'memory' }), series([GOOD])] }
    const response = await pushOver(api, messageOf(request))
    expect(response.headers.get('x-tidemark-reason')).toBe('not-a-goroutine-profile')
    await expectEmptyMessage(response)
    expect(await stored()).toMatchObject([{ goroutines: 5 }])
  })

  test('tells what a profile counts by the profile, whatever its name says', async () => {
    const leaks = dump({ 'main.a < main.b': 1 }, { type: 'goroutineleak' })
    await pushOver(api, messageOf({ series: [series([leaks], { __name__: 'process_cpu' })] }))
    expect(await stored()).toMatchObject([{ type: 'goroutineleak' }])
  })

  test('is there under a token in the path', async () => {
    const token = await api.token({ scopes: ['push'] })
    const headers = { 'content-type': 'application/proto' }
    const init = { method: 'POST', body: messageOf(ONE), headers }
    await expectEmptyMessage(await api.app.request(`/t/${token}${PUSH}`, init))
  })
})

describe('a push of which a part is bad', () => {
  const mixed = {
    series: [
      series([BROKEN, GOOD]),
      series([OTHER], { instance: 'pod-2' }),
      series([OTHER], { service_name: 'a b' }),
    ],
  }

  test('stores the good profiles and names each bad one in one error', async () => {
    const response = await pushOver(api, messageOf(mixed))
    const { code, message } = (await response.json()) as { code: string; message: string }
    expect([response.status, code]).toEqual([400, 'invalid_argument'])
    expect(message).toMatch(/^2 of 4 profiles were refused, the others are taken\. /)
    expect(message).toMatch(/series 0, sample 0: .*gzip.* series 2, sample 0: The service name may hold/)
    expect((await stored()).map(({ process }) => process).sort()).toEqual([
      'pod-1@unmarked',
      'pod-2@unmarked',
    ])
  })

  test('spells out ten and counts the rest', async () => {
    const request = { series: [series(Array.from({ length: 13 }, () => BROKEN))] }
    const { message } = (await (await pushOver(api, messageOf(request))).json()) as { message: string }
    expect(message.match(/sample \d+:/g)).toHaveLength(10)
    expect(message).toMatch(/And 3 more\.$/)
  })

  test('is to be sent again as a whole where the storage fails, and that does no harm', async () => {
    const log = console.error
    console.error = () => {}
    api.profiles.fails = 'after'
    const response = await pushOver(api, messageOf(mixed))
    console.error = log
    expect([response.status, await response.json()]).toMatchObject([503, { code: 'unavailable' }])
    api.profiles.fails = 'never'
    await pushOver(api, messageOf(mixed))
    expect(await api.profiles.keys()).toHaveLength(2)
  })

  test('stores nothing of services that the token is not for', async () => {
    const as = await api.token({ scopes: ['push'], servicePrefix: 'check' })
    const request = { series: [series([GOOD], { service_name: 'billing' }), series([GOOD])] }
    const response = await pushOver(api, messageOf(request), { as })
    expect([response.status, await response.json()]).toMatchObject([403, { code: 'permission_denied' }])
    expect(await stored()).toHaveLength(1)
    expect((await api.send('/v1/services/billing')).status).toBe(404)
  })

  test('inflates all its profiles together no further than a single one may', async () => {
    const zeros = gzipSync(Buffer.alloc(3 << 20))
    const request = (bombs: number) => ({
      series: [series([...Array.from({ length: bombs }, () => zeros), GOOD])],
    })
    const { message } = (await (await pushOver(api, messageOf(request(31)))).json()) as { message: string }
    expect(message).toMatch(/^31 of 32 .*the limit is 2097152/)
    expect(await stored()).toHaveLength(1)
  })
})

test('a tenant is that of the token, whatever X-Scope-OrgID says', async () => {
  const as = await api.token({ tenant: 'umbrella', scopes: ['push'] })
  await expectEmptyMessage(await pushOver(api, messageOf(ONE), { as, headers: { 'x-scope-orgid': 'acme' } }))
  expect(await api.profiles.keys()).toEqual([expect.stringMatching(/^profiles\/umbrella\/checkout\//)])
  expect((await api.send('/v1/services/checkout')).status).toBe(404)
})
