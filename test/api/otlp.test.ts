import { gunzipSync } from 'node:zlib'
import { fromBinary, fromJsonString } from '@bufbuild/protobuf'
import fc from 'fast-check'
import { Profile } from 'pprof-format'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { ExportProfilesServiceResponseSchema, StatusSchema } from '#shared/otlp/otlp_pb.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { NOW, type TestApi, testApi } from '#test/support/api.ts'
import {
  CAPTURED_AT,
  CHECKOUT,
  CPU,
  capturedExports,
  exportOf,
  exportOver,
  jsonOf,
  messageOf,
  OTLP,
  profile,
  VERSION_HEADER,
} from '#test/support/otlp.ts'
import { pages } from '#test/support/pages.ts'
import { nanos } from '#test/support/pprof.ts'
import { isWrite } from '#test/support/watched-rows.ts'
import { JSON_WITHOUT_SERVICE, REFUSED_EXPORTS } from './refused-otlp.ts'

const log = vi.spyOn(console, 'error')
let api: TestApi

beforeEach(async () => {
  log.mockReset().mockImplementation(() => {})
  api = await testApi()
})
afterAll(() => {
  log.mockRestore()
})

const stored = (service = 'checkout') =>
  pages(api, `/v1/services/${encodeURIComponent(service)}/profiles?limit=9`)
const processes = (service = 'checkout') =>
  pages(api, `/v1/services/${encodeURIComponent(service)}/processes?limit=9`)

/** What the response says is not stored; undefined: it says nothing. */
async function partialSuccessOf(response: Response) {
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/x-protobuf'])
  const bytes = new Uint8Array(await response.arrayBuffer())
  return fromBinary(ExportProfilesServiceResponseSchema, bytes).partialSuccess
}

describe('POST /v1development/profiles', () => {
  test.each(Object.entries(capturedExports))(
    "takes what the Collector's exporter sends: %s",
    async (_, sent) => {
      api.clock.now = CAPTURED_AT + 1_000
      const response = await exportOver(api, sent.body, { headers: { ...sent.headers, ...VERSION_HEADER } })
      expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
        200,
        sent.headers['content-type'],
        sent.headers['content-type'] === 'application/json' ? '{}' : '',
      ])
      const [snapshot, ...more] = await stored('shop/checkout')
      expect([snapshot, more]).toMatchObject([
        { type: 'goroutine', debug: 0, goroutines: 8, source: 'otlp' },
        [],
      ])
      expect(String(snapshot?.at)).toMatch(/^2026-11-30T02:24:3[78]/)
      expect(await processes('shop/checkout')).toMatchObject([
        {
          instance: 'checkout-7d9f-x2x',
          version: 'v1.4.2',
          labels: {
            'deployment.environment.name': 'prod',
            'process.pid': '7',
            'process.command_args': '["checkout"]',
          },
        },
      ])
      expect(await pages(api, '/v1/services/shop%2Fcheckout/signatures?limit=9')).toContainEqual(
        expect.objectContaining({ frames: expect.arrayContaining(['main.leak']), count: 7 }),
      )
    },
  )

  test('keeps what pprof reads: stacks, lines, labels, the build id', async () => {
    api.clock.now = CAPTURED_AT + 1_000
    const { body, headers } = capturedExports['proto, gzip']
    await exportOver(api, body, { headers })
    const [snapshot] = await stored('shop/checkout')
    const file = await api.send(`/v1/services/shop%2Fcheckout/profiles/${snapshot?.id}.pb.gz`)
    const pprof = Profile.decode(gunzipSync(await file.arrayBuffer()))
    const { strings } = pprof.stringTable
    const labels = pprof.sample.flatMap(({ label }) =>
      label.map(({ key, str }) => [strings[Number(key)], strings[Number(str)]]),
    )
    expect(labels).toEqual([['tenant', 'acme']])
    const leak = pprof.function.find(({ name }) => strings[Number(name)] === 'main.leak')
    const lines = pprof.location.flatMap(({ line }) =>
      line.filter(({ functionId }) => functionId === leak?.id),
    )
    expect([strings[Number(leak?.filename)], lines.map(({ line }) => Number(line))]).toEqual([
      'tidemark.test/otlp-collector/main.go',
      [31],
    ])
    expect(pprof.mapping.map(({ filename }) => strings[Number(filename)])).toEqual(['/opt/checkout'])
  })

  test('takes JSON, and the same again in proto is a duplicate', async () => {
    const request = exportOf([profile(5, 2, { timeUnixNano: nanos(NOW - MINUTE) })])
    const response = await exportOver(api, jsonOf(request), {
      headers: { 'content-type': 'application/json' },
    })
    expect([response.status, await response.json()]).toEqual([200, {}])
    expect(await partialSuccessOf(await exportOver(api, messageOf(request)))).toBeUndefined()
    expect(await stored()).toMatchObject([{ goroutines: 7, at: new Date(NOW - MINUTE).toISOString() }])
  })

  test('an empty message is a success', async () => {
    expect(await partialSuccessOf(await exportOver(api, ''))).toBeUndefined()
  })

  test('a start of the process separates restarts', async () => {
    for (const hours of [5, 2]) {
      api.clock.now += MINUTE
      const labels = { ...CHECKOUT, 'process.creation.time': new Date(NOW - hours * HOUR).toISOString() }
      await exportOver(api, messageOf(exportOf([profile(5)], labels)))
    }
    expect((await processes()).map(({ startedAt }) => startedAt)).toHaveLength(2)
  })
})

describe('partial success says', () => {
  test('what is not of goroutines', async () => {
    const response = await exportOver(api, messageOf(exportOf([CPU, profile(5), CPU])))
    expect(response.headers.get('x-tidemark-reason')).toBe('not-a-goroutine-profile')
    expect(await partialSuccessOf(response)).toMatchObject({
      rejectedProfiles: 2n,
      errorMessage: expect.stringMatching(
        /^2 profiles are not of goroutines \(cpu\/nanoseconds\) and not stored: /,
      ),
    })
    expect(await stored()).toHaveLength(1)
  })

  test('what is refused, beside what is taken, in JSON too', async () => {
    const broken = { ...profile(1), samples: [{ stackIndex: 9, values: [1n] }] }
    const response = await exportOver(api, jsonOf(exportOf([profile(5), broken])), {
      headers: { 'content-type': 'application/json' },
    })
    expect(
      fromJsonString(ExportProfilesServiceResponseSchema, await response.text()).partialSuccess,
    ).toMatchObject({
      rejectedProfiles: 1n,
      errorMessage: expect.stringMatching(
        /^1 of 2 profiles were refused, the others are taken\. resource 0, profile 1: .*row 9 of stack_table, which has 3 rows/,
      ),
    })
    expect(await stored()).toHaveLength(1)
  })

  test('nothing of labels that are trimmed; a header does', async () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`label${i}`, 'x'.repeat(50)]))
    const response = await exportOver(api, messageOf(exportOf([profile(5)], { ...CHECKOUT, ...many })))
    expect(response.headers.get('x-tidemark-reason')).toBe('labels-trimmed')
    expect(await partialSuccessOf(response)).toBeUndefined()
  })
})

describe('is refused with a google.rpc.Status, and leaves nothing:', () => {
  test.each(REFUSED_EXPORTS)('$name: $status $reason', async ({ send, status, code, reason, leaves = 0 }) => {
    const response = await send(api)
    const bytes = new Uint8Array(await response.arrayBuffer())
    expect([
      response.status,
      response.headers.get('content-type'),
      response.headers.get('x-tidemark-reason'),
    ]).toEqual([status, expect.stringMatching(/^application\/(x-protobuf|json)$/), reason])
    const isJson = response.headers.get('content-type') === 'application/json'
    const said = isJson
      ? fromJsonString(StatusSchema, new TextDecoder().decode(bytes))
      : fromBinary(StatusSchema, bytes)
    expect(said).toMatchObject({ code, message: expect.stringMatching(/^\S.{20,}\.$/s) })
    expect(response.headers.get('retry-after') !== null).toBe(status === 429 || status === 503)
    expect(await api.profiles.keys()).toHaveLength(leaves)
  })

  test('in the encoding of the request', async () => {
    const headers = { 'content-type': 'application/json; charset=utf-8' }
    const response = await exportOver(api, JSON_WITHOUT_SERVICE, { headers })
    expect([response.status, await response.json()]).toEqual([
      400,
      { code: 3, message: expect.stringMatching(/^No label names the service: .*service\.name\.$/) },
    ])
  })

  test('without the token that stood in what is refused', async () => {
    const response = await exportOver(api, 'x', {
      headers: { 'content-encoding': 'tdm_acme_0123456789abcdefghijklmnop' },
    })
    expect(await response.text()).not.toContain('0123456789abcdefghijklmnop')
  })
})

test('the token may stand in the path', async () => {
  const path = `/t/${await api.token({ scopes: ['push'] })}${OTLP}`
  const init = {
    method: 'POST',
    body: messageOf(exportOf([profile(5)])),
    headers: { 'content-type': 'application/x-protobuf' },
  }
  expect((await api.app.request(path, init)).status).toBe(200)
})

test('messages that were changed on their way are taken or refused, and never a failure of ours', async () => {
  const whole = new Uint8Array(gunzipSync(capturedExports['proto, gzip'].body))
  const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255))
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
      api.clock.now = CAPTURED_AT + MINUTE
      api.rows.calls.length = 0
      api.profiles.puts.length = 0
      const body = Uint8Array.from(whole)
      for (const [at, byte] of changes) body[at] = byte
      const { status } = await exportOver(api, body)
      expect(status).toBeLessThan(500)
      expect(log).not.toHaveBeenCalled()
      if (status !== 200) expect([api.profiles.puts, api.rows.calls.filter(isWrite)]).toEqual([[], []])
    }),
    { numRuns: 1_000 },
  )
})
