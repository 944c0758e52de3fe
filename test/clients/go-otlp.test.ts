import { afterAll, beforeAll, expect, test } from 'vitest'
import { withFolder } from '#test/support/cli.ts'
import { type Served, serve } from '#test/support/serve.ts'
import { clientFolder } from './folder.ts'
import { buildGo, run } from './go-program.ts'

const folder = clientFolder()
const SERVICE = '/v1/services/shop%2Fcheckout'
let collector: string
let served: Served
let token: string

beforeAll(async () => {
  const home = await folder.made
  collector = await buildGo(home, 'otlp-collector')
  served = await serve(home)
  token = await tokenOf({ scopes: ['push'] })
})

afterAll(async () => {
  await served.stop()
  await folder.remove()
})

type Item = Readonly<Record<string, unknown>>

async function tokenOf(facts: Item): Promise<string> {
  const body = JSON.stringify({ name: 'otlp', ...facts })
  const made = await served.send('/v1/tokens', { method: 'POST', body })
  return ((await made.json()) as { readonly token: string }).token
}

async function items(path: string): Promise<readonly Item[]> {
  return ((await served.read(path)) as { readonly items?: readonly Item[] }).items ?? []
}

/** What the exporter of the Collector logs. */
async function exported(args: readonly string[], as = token, url = served.url): Promise<string> {
  const { code, stdout, stderr } = await run(collector, { url, token: as }, args)
  expect([code, stderr]).toEqual([0, ''])
  return stdout
}

test.each([
  ['proto', 'gzip'],
  ['proto', 'zstd'],
  ['proto', 'none'],
  ['json', 'gzip'],
])("the Collector's exporter sends %s, %s, and what it sent can be read", async (encoding, compression) => {
  const service = `checkout-${encoding}-${compression}`
  const log = await exported(['-encoding', encoding, '-compression', compression, '-service', service])
  expect(log).toMatch(/^sent$/m)
  expect(log).not.toContain('WARN')
  const path = `/v1/services/shop%2F${service}`
  expect(await items(`${path}/profiles`)).toMatchObject([
    { type: 'goroutine', goroutines: 8, source: 'otlp' },
  ])
  expect(await items(`${path}/processes`)).toMatchObject([
    { instance: 'checkout-7d9f-x2x', version: 'v1.4.2', labels: { 'deployment.environment.name': 'prod' } },
  ])
  expect(await items(`${path}/signatures`)).toContainEqual(
    expect.objectContaining({ frames: expect.arrayContaining(['main.leak']), count: 7 }),
  )
})

test('the exporter logs what of a message is not stored', async () => {
  const log = await exported(['-kinds', 'goroutine,heap'])
  expect(log).toMatch(
    /WARN.*Partial success response.*4 profiles are not of goroutines \(alloc_objects\/count, /,
  )
  expect(log).toMatch(/^sent$/m)
  expect(await items(`${SERVICE}/profiles`)).toHaveLength(1)
})

test('the exporter logs why it is refused, and sends that again only if it helps', async () => {
  expect(await exported(['-service', ''])).toMatch(
    /^refused Permanent error: .*HTTP Status Code 400, Message=No label names the service/m,
  )
  expect(await exported([], 'guess')).toMatch(
    /^refused Permanent error: .*HTTP Status Code 401, Message=Send a valid token/m,
  )
  expect(await exported([], await tokenOf({ scopes: ['read'] }))).toMatch(
    /^refused Permanent error: .*Status Code 403, Message=/m,
  )
})

test('the exporter throttles where a token sends too much', async () => {
  await withFolder(async (home) => {
    const busy = await serve(home, [], { TOKEN_REQUESTS_PER_MINUTE: '1' })
    try {
      expect(await exported([], busy.token, busy.url)).toMatch(/^sent$/m)
      const log = await exported([], busy.token, busy.url)
      expect(log).toMatch(/^refused Throttle \((?:\d+m)?\d+s\), error: .*HTTP Status Code 429, Message=/m)
    } finally {
      await busy.stop()
    }
  })
})
