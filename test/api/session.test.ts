import { beforeEach, describe, expect, test } from 'vitest'
import { DAY } from '#shared/time.ts'
import { NOW, type TestApi, testApi } from '#test/support/api.ts'
import { leakingService } from '#test/support/leak.ts'

let api: TestApi

beforeEach(async () => {
  api = await testApi()
})

/** Logs in and tells what a browser keeps, `name=value` and attributes. */
async function logIn(
  token: string,
  url = 'http://tidemark.test/session',
  headers: Record<string, string> = {},
) {
  const answer = await api.app.request(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, ...headers },
  })
  const [pair = '', ...attributes] = (answer.headers.get('set-cookie') ?? '').split('; ')
  return { status: answer.status, json: await answer.json(), cookie: pair, attributes }
}

const ask = (path: string, headers: Record<string, string>, init: RequestInit = {}) =>
  api.app.request(`http://tidemark.test${path}`, { ...init, headers: { host: 'tidemark.test', ...headers } })

describe('POST /session', () => {
  test('gives a cookie that no script reads and no other site sends', async () => {
    const { status, json, attributes } = await logIn(await api.token({ name: 'reader', scopes: ['read'] }))
    expect(status).toBe(201)
    expect(json).toEqual({ name: 'reader', scopes: ['read'], servicePrefix: null, expiresAt: null })
    expect(attributes).toEqual(['Max-Age=2592000', 'Path=/', 'HttpOnly', 'SameSite=Strict'])
  })

  test.each([
    ['https://tidemark.test/session', {}],
    ['http://tidemark.test/session', { 'x-forwarded-proto': 'https' }],
  ])('with TLS, %s %j, gives one that goes back with TLS only', async (url, headers) => {
    expect((await logIn(await api.token(), url, headers)).attributes).toContain('Secure')
  })

  test('gives one that ends with its token', async () => {
    const { attributes, json } = await logIn(await api.token({ expiresAt: NOW + DAY }))
    expect(attributes).toContain('Max-Age=86400')
    expect(json).toMatchObject({ expiresAt: new Date(NOW + DAY).toISOString() })
  })

  test('refuses a token that is not known, and one that can only push', async () => {
    expect((await logIn('tdm_test_unknown')).status).toBe(401)
    expect((await logIn(await api.token({ scopes: ['push'] }))).status).toBe(403)
  })
})

describe('a session', () => {
  test('reads what its token reads, until the token is revoked', async () => {
    const token = await api.token({ scopes: ['read'] })
    const { cookie } = await logIn(token)
    expect(await (await ask('/session', { cookie })).json()).toMatchObject({ scopes: ['read'] })
    expect((await ask('/v1/services', { cookie })).status).toBe(200)
    expect((await ask('/v1/tokens', { cookie })).status).toBe(403)
    for await (const record of api.deps.tokens.list('acme'))
      if (record.scopes.join() === 'read') await api.deps.tokens.revoke(record)
    api.clock.now += 31_000
    expect((await ask('/v1/services', { cookie })).status).toBe(401)
  })

  test.each([
    ['the page itself', { 'sec-fetch-site': 'same-origin' }, 202],
    ['the page, of an old browser', { origin: 'http://tidemark.test' }, 202],
    ['another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a sister of the site', { 'sec-fetch-site': 'same-site' }, 403],
    ['an address that somebody typed', { 'sec-fetch-site': 'none' }, 403],
    ['another origin', { origin: 'http://evil.test' }, 403],
    ['an origin that is none', { origin: 'null' }, 403],
    ['nobody says where', {}, 403],
  ])('changes something from %s: %j → %i', async (_, headers, status) => {
    await leakingService(api, 'checkout', 12)
    const { cookie } = await logIn(await api.token())
    const judge = await ask('/v1/judge?service=checkout', { cookie, ...headers }, { method: 'POST' })
    expect(judge.status).toBe(status)
  })

  test.each([
    ['the page itself', { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'empty' }, 200],
    ['an address that somebody typed', { 'sec-fetch-site': 'none', 'sec-fetch-dest': 'document' }, 200],
    ['a link on a sister of the site', { 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'document' }, 200],
    ['a script of another port', { 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'empty' }, 403],
    ['a picture of another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image' }, 403],
    ['a frame of another port', { 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'iframe' }, 403],
    ['a browser that does not say', {}, 200],
  ])('reads for %s: %j → %i', async (_, headers, status) => {
    const { cookie } = await logIn(await api.token())
    for (const method of ['GET', 'HEAD'])
      expect((await ask('/v1/services', { cookie, ...headers }, { method })).status).toBe(status)
  })

  test.each([
    ['empty', 0, 401],
    ['too long for a token', 1_001, 401],
    ['as long as a token may be', 1_000, 403],
  ])('is none where its cookie is %s: %i characters → %i', async (_, length, status) => {
    const cookie = `tidemark_session=${'a'.repeat(length)}`
    expect((await ask('/v1/judge?service=checkout', { cookie }, { method: 'POST' })).status).toBe(status)
  })

  test('is of its port: browsers send a cookie to all ports of a host, where another Tidemark may listen', async () => {
    const [ours, theirs] = [{ host: '127.0.0.1:4180' }, { host: '127.0.0.1:4181' }]
    const first = await logIn(await api.token({ name: 'first' }), 'http://127.0.0.1:4180/session', ours)
    const second = await logIn(await api.token({ name: 'second' }), 'http://127.0.0.1:4181/session', theirs)
    const jar = new Map([first, second].map(({ cookie }) => cookie.split('=') as [string, string]))
    const cookie = [...jar].map((pair) => pair.join('=')).join('; ')
    expect(await (await ask('/session', { cookie, ...ours })).json()).toMatchObject({ name: 'first' })
    expect(await (await ask('/session', { cookie, ...theirs })).json()).toMatchObject({ name: 'second' })
    const ended = await ask('/session', { cookie, ...ours }, { method: 'DELETE' })
    expect(ended.headers.get('set-cookie')).toMatch(/^tidemark_session_4180=;/)
  })

  test('is not looked at beside a token', async () => {
    const { cookie } = await logIn(await api.token())
    expect((await ask('/v1/services', { cookie, authorization: 'Bearer wrong' })).status).toBe(401)
  })

  test('ends', async () => {
    const ended = await ask('/session', {}, { method: 'DELETE' })
    expect(ended.status).toBe(204)
    expect(ended.headers.get('set-cookie')).toMatch(/^tidemark_session=; Max-Age=0; Path=\/; HttpOnly/)
  })

  test('brings up no dialog of a browser, which would keep the password and send it for other sites', async () => {
    const asked = async (headers: Record<string, string>) =>
      (await ask('/v1/services', headers)).headers.get('www-authenticate')
    expect(await asked({ 'sec-fetch-mode': 'cors' })).not.toContain('Basic')
    expect(await asked({ 'sec-fetch-mode': 'navigate' })).not.toContain('Basic')
    expect(await asked({})).toContain('Basic')
  })

  test.each(['GET', 'HEAD'])(
    'a Basic password reads by %s for a link, not for the page of another site',
    async (method) => {
      const authorization = `Basic ${Buffer.from(`x:${await api.token()}`).toString('base64')}`
      const headers = { authorization, 'sec-fetch-site': 'cross-site' }
      const status = async (dest: string) =>
        (await ask('/v1/services', { ...headers, 'sec-fetch-dest': dest }, { method })).status
      expect([await status('document'), await status('empty')]).toEqual([200, 403])
    },
  )

  test.each(['same-origin', 'none'])('a Basic password changes something from %s', async (site) => {
    const authorization = `Basic ${Buffer.from(`x:${await api.token()}`).toString('base64')}`
    const body = JSON.stringify({ name: 'ours', scopes: ['read'] })
    const headers = { authorization, 'sec-fetch-site': site, 'content-type': 'application/json' }
    expect((await ask('/v1/tokens', headers, { method: 'POST', body })).status).toBe(201)
  })

  test.each(['cross-site', 'same-site'])(
    'a Basic password that a browser kept changes nothing for a %s page',
    async (site) => {
      const authorization = `Basic ${Buffer.from(`x:${await api.token()}`).toString('base64')}`
      const headers = { authorization, 'sec-fetch-site': site, 'content-type': 'text/plain' }
      const body = JSON.stringify({ name: 'theirs', scopes: ['admin'] })
      const answer = await api.app.request('/v1/tokens', { method: 'POST', headers, body })
      expect([answer.status, await answer.json()]).toMatchObject([403, { reason: 'forbidden' }])
    },
  )
})
