import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { MINUTE } from '#shared/time.ts'
import { type TestApi, testApi } from '#test/support/api.ts'
import { dump } from '#test/support/pprof.ts'
import {
  captured,
  form,
  ingestOver,
  jsonOf,
  MULTIPART,
  messageOf,
  pushOver,
  series,
} from '#test/support/push-clients.ts'
import { isWrite } from '#test/support/watched-rows.ts'

/** Requests a seed; all tests of this file send 10,000. */
const RUNS = 1_000
const SEEDS = [1, 2, 3, 4, 5]

const PROFILE = dump({ 'main.recv < main.worker': 5, 'main.loop < main.main': 2 })
const FORM = form({ profile: PROFILE, sample_type_config: '{"goroutine":{}}' })
const requestOf = (profile: Uint8Array) => ({ series: [series([profile], { env: 'prod' })] })

const log = vi.spyOn(console, 'error')
let api: TestApi

beforeEach(async () => {
  log.mockReset()
  api = await testApi()
})
afterAll(() => {
  log.mockRestore()
})

/** A place as a fraction of the body: beginnings, where the structure is, are as likely as all the rest. */
const place = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.double({ min: 0, max: 0.15, noNaN: true }),
)
const piece = fc.oneof(
  fc.uint8Array({ maxLength: 12 }),
  fc
    .constantFrom('\r\n', '--', '"', '\r\n\r\n', '{}', '[', '\xff\xff\xff\xff\x0f', '\x0a\0', '\x1f\x8b')
    .map((text) => Buffer.from(text, 'latin1')),
)
/** What stands at a place is cut out, or written over, with something else instead. */
const change = fc.record({ at: place, over: fc.constantFrom(0, 1, 2, 40, 2_000, undefined), instead: piece })
const changes = fc.array(change, { minLength: 1, maxLength: 3 })
type Change = { readonly at: number; readonly over: number | undefined; readonly instead: Uint8Array }

const changed = (body: Uint8Array, all: readonly Change[]): Uint8Array<ArrayBuffer> =>
  all.reduce((bytes, { at, over, instead }) => {
    const start = Math.floor(at * bytes.length)
    const end = start + (over ?? instead.length)
    return new Uint8Array(Buffer.concat([bytes.subarray(0, start), instead, bytes.subarray(end)]))
  }, new Uint8Array(body))

/** Profiles changed before they were packed, inflated ones too, so that what reads them is reached. */
const profiles = fc
  .tuple(fc.constantFrom(PROFILE, new Uint8Array(gunzipSync(PROFILE))), changes)
  .map(([profile, all]) => changed(profile, all))
const forms = fc.oneof(
  fc.tuple(fc.constantFrom(FORM, captured.body), changes).map(([body, all]) => changed(body, all)),
  profiles.map((profile) => form({ profile })),
)
const PROTO = { 'content-type': 'application/proto' }
const JSON_TYPE = { 'content-type': 'application/json' }
const messages = fc.oneof(
  changes.map((all) => ({ body: changed(messageOf(requestOf(PROFILE)), all), headers: PROTO })),
  changes.map((all) => ({ body: changed(Buffer.from(jsonOf(requestOf(PROFILE))), all), headers: JSON_TYPE })),
  profiles.map((profile) => ({ body: messageOf(requestOf(profile)), headers: PROTO })),
)

/** Never a failure of ours; what is refused leaves nothing. */
async function expectClean(send: () => Promise<Response>): Promise<void> {
  // Each request has a slot of its own.
  api.clock.now += MINUTE
  api.rows.calls.length = 0
  api.profiles.puts.length = 0
  const { status } = await send()
  expect(status).toBeLessThan(500)
  expect(log).not.toHaveBeenCalled()
  if (status === 200) return
  expect(api.profiles.puts).toEqual([])
  expect(api.rows.calls.filter(isWrite)).toEqual([])
}

describe.each(SEEDS)('with seed %i, a thousand bodies that were changed on their way', (seed) => {
  test('to /ingest are taken or refused', async () => {
    const property = fc.asyncProperty(forms, fc.boolean(), (body, declared) => {
      const headers: Record<string, string> = declared ? { 'content-type': MULTIPART } : {}
      return expectClean(() => ingestOver(api, body, { until: '' }, { headers }))
    })
    await fc.assert(property, { seed, numRuns: RUNS })
  })

  test('to Push are taken or refused', async () => {
    const property = fc.asyncProperty(messages, (init) => expectClean(() => pushOver(api, init.body, init)))
    await fc.assert(property, { seed, numRuns: RUNS })
  })
})
