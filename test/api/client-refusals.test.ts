import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type TestApi, testApi } from '#test/support/api.ts'
import { ingestOver, messageOf, pushOver, series } from '#test/support/push-clients.ts'
import { type ClientRefusal, GOOD } from './refused-client.ts'
import { REFUSED_INGESTS } from './refused-ingest.ts'
import { REFUSED_PUSHES } from './refused-push.ts'

const log = vi.spyOn(console, 'error').mockImplementation(() => {})
let api: TestApi

beforeEach(async () => {
  log.mockImplementation(() => {})
  api = await testApi()
})
afterAll(() => {
  log.mockRestore()
})

/** The two members that the clients read, the reason in a header, and nothing stored. */
async function expectRefused({ reason, send, status, code, leaves = 0 }: ClientRefusal): Promise<Response> {
  const response = await send(api)
  const error: unknown = await response.json()
  expect({ status: response.status, reason: response.headers.get('x-tidemark-reason'), error }).toEqual({
    status,
    reason,
    error: { code, message: expect.stringMatching(/^\S.{20,}\.$/s) },
  })
  expect(response.headers.get('content-type')).toBe('application/json')
  expect(response.headers.get('www-authenticate') !== null).toBe(status === 401)
  expect(response.headers.get('retry-after') !== null).toBe(status === 429 || status === 503)
  expect(await api.profiles.keys()).toHaveLength(leaves)
  api.rows.fails = () => false
  api.profiles.fails = 'never'
  api.queue.isDown = false
  expect(
    (await api.rows.table()).filter(({ pk, sk }) => !sk.startsWith('token') && pk !== 'tenants'),
  ).toEqual([])
  return response
}

describe('a request to /ingest is refused as Pyroscope refuses it, and leaves nothing:', () => {
  test.each(REFUSED_INGESTS)('$name: $status $reason', async (refusal) => {
    const response = await expectRefused(refusal)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect((await ingestOver(api, GOOD)).status).toBe(200)
  })
})

describe('a Push is refused as Connect does, and leaves nothing:', () => {
  test.each(REFUSED_PUSHES)('$name: $code $reason', async (refusal) => {
    await expectRefused(refusal)
    expect((await pushOver(api, messageOf({ series: [series([GOOD])] }))).status).toBe(200)
  })
})

test('no refusal of a Push makes Alloy repeat what stays bad', () => {
  const repeated = ['unknown', 'internal', 'unavailable', 'data_loss', 'aborted', 'resource_exhausted']
  const tried = REFUSED_PUSHES.filter(({ code }) => repeated.includes(code)).map(({ reason }) => reason)
  expect(new Set(tried)).toEqual(
    new Set(['overloaded', 'rate-limited', 'storage-unavailable', 'index-unavailable']),
  )
})
