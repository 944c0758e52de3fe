import { beforeAll, describe, expect, test } from 'vitest'
import { type TestApi, testApi } from '#test/support/api.ts'
import { leakingService } from '#test/support/leak.ts'
import { pages } from '#test/support/pages.ts'
import { dump } from '#test/support/pprof.ts'

const CHECKOUT = '/v1/services/checkout'
const OTHER = 'umbrella'
let api: TestApi
let other: string
/** Paths that the first tenant reads, each of one thing that is its own. */
let paths: string[]

beforeAll(async () => {
  api = await testApi()
  other = await api.token({ tenant: OTHER })
  await leakingService(api, 'checkout', 12)
  const [profile] = await pages(api, `${CHECKOUT}/profiles?limit=9`)
  const [signature] = await pages(api, `${CHECKOUT}/signatures?limit=9`)
  const [finding] = await pages(api, '/v1/findings?limit=9')
  paths = [
    CHECKOUT,
    `${CHECKOUT}/processes`,
    `${CHECKOUT}/profiles`,
    `${CHECKOUT}/profiles/${profile?.id}`,
    `${CHECKOUT}/signatures`,
    `${CHECKOUT}/signatures/${signature?.id}`,
    `${CHECKOUT}/signatures/${signature?.id}/series`,
    `/v1/findings/${finding?.id}`,
  ]
})

const statuses = (as: string): Promise<number[]> =>
  Promise.all(paths.map(async (path) => (await api.send(path, { as })).status))

describe('a tenant', () => {
  test('sees nothing of another one, whatever it names', async () => {
    expect(new Set(await statuses(await api.token()))).toEqual(new Set([200]))
    expect(new Set(await statuses(other))).toEqual(new Set([404]))
    expect(await api.read('/v1/services', other)).toEqual({ items: [] })
    expect(await api.read('/v1/findings', other)).toEqual({ items: [] })
  })

  test('keeps a service of the same name for itself', async () => {
    const before = await api.read(CHECKOUT)
    const pushed = await api.push(dump({ 'main.x < main.y': 70 }), { instance: 'theirs' }, other)
    expect(await pushed.json()).toMatchObject({ decision: 'stored', newSignatures: 1 })
    expect(await api.read(CHECKOUT)).toEqual(before)
    expect(await api.read(CHECKOUT, other)).toMatchObject({ goroutines: 70, reporting: 1 })
    const judged = await api.send('/v1/judge?service=checkout&wait=true', { method: 'POST', as: other })
    expect(await judged.json()).toMatchObject({ verdicts: [] })
  })

  test('is that of the token, whatever a header says', async () => {
    const headers = { 'x-scope-orgid': 'acme', authorization: `Bearer ${other}` }
    const answer = await api.app.request(`${CHECKOUT}/processes`, { headers })
    expect(await answer.json()).not.toHaveProperty('items.1')
  })
})

describe('a token for services with a prefix', () => {
  test('lists these and their findings only', async () => {
    const billing = await api.token({ servicePrefix: 'billing' })
    await leakingService(api, 'billing-api', 5, billing)
    expect(await api.read('/v1/services', billing)).toMatchObject({ items: [{ name: 'billing-api' }] })
    expect(await api.read('/v1/services', billing)).not.toHaveProperty('items.1')
    const findings = await pages({ read: (path) => api.read(path, billing) }, '/v1/findings?limit=1')
    expect(findings.map(({ service }) => service)).toEqual(['billing-api'])
    expect(await pages(api, '/v1/findings?limit=1')).toHaveLength(2)
  })

  test('is refused all others by name', async () => {
    const billing = await api.token({ servicePrefix: 'billing' })
    expect(new Set(await statuses(billing))).toEqual(new Set([403]))
  })
})

describe('a token', () => {
  const basic = (user: string, token: string): string =>
    `Basic ${Buffer.from(`${user}:${token}`).toString('base64')}`

  test.each([
    ['Bearer', (token: string) => `Bearer ${token}`],
    ['bearer, in small letters', (token: string) => `bearer ${token}`],
    ['the Basic password of anybody', (token: string) => basic('pyroscope', token)],
    ['the Basic password of nobody', (token: string) => basic('', token)],
  ])('is good as %s', async (_, header) => {
    const headers = { authorization: header(await api.token({ scopes: ['read'] })) }
    expect((await api.app.request('/v1/services', { headers })).status).toBe(200)
  })

  test.each([
    ['a Basic user', (token: string) => basic(token, 'x')],
    ['Basic text without a colon', (token: string) => `Basic ${Buffer.from(token).toString('base64')}`],
    ['an empty Basic password', () => basic('x', '')],
    ['Bearer and nothing', () => 'Bearer '],
    ['another scheme', (token: string) => `Token ${token}`],
    ['the token alone', (token: string) => token],
  ])('is no good as %s, and the answer names the schemes that are', async (_, header) => {
    const headers = { authorization: header(await api.token({ scopes: ['read'] })) }
    const answer = await api.app.request('/v1/services', { headers })
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer .*Basic /)
  })

  test('to push can push and not read, one to read can read and not judge, an admin can do all', async () => {
    const can = async (as: string) => {
      const answers = [
        await api.push(dump({ 'main.a < main.b': 1 }), { service: 'scopes' }, as),
        await api.send('/v1/services', { as }),
        await api.send('/v1/judge?service=scopes&wait=true', { method: 'POST', as }),
      ]
      return answers.map(({ status }) => status)
    }
    expect(await can(await api.token({ scopes: ['push'] }))).toEqual([201, 403, 403])
    expect(await can(await api.token({ scopes: ['read'] }))).toEqual([403, 200, 403])
    expect(await can(await api.token({ scopes: ['admin'] }))).toEqual([201, 200, 200])
  })
})

describe('health', () => {
  test('is told to anybody, readiness only where the table answers', async () => {
    const statusOf = async (path: string) => (await api.app.request(path)).status
    expect([await statusOf('/healthz'), await statusOf('/readyz')]).toEqual([200, 200])
    api.rows.fails = () => true
    expect([await statusOf('/healthz'), await statusOf('/readyz')]).toEqual([200, 503])
    api.rows.fails = () => false
  })
})
