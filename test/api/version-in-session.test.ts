import { beforeEach, expect, test } from 'vitest'
import { HOUR } from '#shared/time.ts'
import { NOW, type TestApi, testApi } from '#test/support/api.ts'
import { LEAKING, STEADY } from '#test/support/leak.ts'
import { pages } from '#test/support/pages.ts'
import { dump } from '#test/support/pprof.ts'
import { ingestOver } from '#test/support/push-clients.ts'

/** pyroscope-go makes its session of the host name: a deployment on one host repeats it. */
const SESSION = 'd3bc4f0a6c7e9a15'
const DEPLOYED = NOW - 24 * HOUR
let api: TestApi

beforeEach(async () => {
  api = await testApi()
})

/** A day of each version, a profile per hour; the total does not halve at the restart. */
async function twoDays(
  versionAt: (at: number) => string | undefined,
  leaksAt: (at: number) => number,
): Promise<void> {
  for (let hour = 48; hour >= 0; hour--) {
    const at = NOW - hour * HOUR
    api.clock.now = at
    const version = versionAt(at)
    const name = `checkout{__session_id__=${SESSION},instance=host-1${version === undefined ? '' : `,version=${version}`}}`
    const body = dump({ [LEAKING]: leaksAt(at), [STEADY]: 40 })
    expect((await ingestOver(api, body, { name, until: String(at / 1_000) })).status).toBe(200)
  }
  await api.send('/v1/judge?service=checkout&wait=true', { method: 'POST' })
}

test('a version that leaks is dated to its own beginning', async () => {
  await twoDays(
    (at) => (at < DEPLOYED ? 'v1.4.2' : 'v1.5.0'),
    (at) => (at < DEPLOYED ? 5 : 5 + (12 * (at - DEPLOYED)) / HOUR),
  )
  expect(await pages(api, '/v1/services/checkout/processes?limit=9')).toMatchObject([
    { version: 'v1.4.2', firstSeen: new Date(NOW - 48 * HOUR).toISOString() },
    { version: 'v1.5.0', firstSeen: new Date(DEPLOYED).toISOString() },
  ])
  const [finding, ...more] = await pages(api, '/v1/findings?service=checkout')
  expect(more).toEqual([])
  expect(finding).toMatchObject({ version: 'v1.5.0', since: new Date(DEPLOYED).toISOString() })
})

test('a version that mended a leak is not said to leak', async () => {
  await twoDays(
    (at) => (at < DEPLOYED ? 'v1.4.2' : 'v1.5.0'),
    (at) => (at < DEPLOYED ? 5 + (12 * (at - NOW + 48 * HOUR)) / HOUR : 5),
  )
  const [finding] = await pages(api, '/v1/findings?service=checkout')
  expect(finding).toMatchObject({ version: 'v1.4.2' })
})

test('the spans of the versions do not overlap, nor reach before the restart', async () => {
  await twoDays(
    (at) => (at < DEPLOYED ? 'v1.4.2' : 'v1.5.0'),
    () => 5,
  )
  const total = (await (await api.send('/v1/services/checkout/total?window=14d')).json()) as {
    readonly versions: readonly { readonly version: string; readonly firstSeen: string }[]
  }
  expect(total.versions).toMatchObject([
    { version: 'v1.5.0', firstSeen: new Date(DEPLOYED).toISOString() },
    { version: 'v1.4.2' },
  ])
})

test('one version is one process, whatever the hour', async () => {
  await twoDays(
    () => 'v1.4.2',
    () => 5,
  )
  expect(await pages(api, '/v1/services/checkout/processes?limit=9')).toHaveLength(1)
})
