import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { tokenHash, tokenId } from '#shared/access/token.ts'
import { DAY } from '#shared/time.ts'
import { NOW, type TestApi, testApi } from '#test/support/api.ts'
import { pages } from '#test/support/pages.ts'
import { dump } from '#test/support/pprof.ts'

const GOOD = dump({ 'main.recv < main.worker': 5 })

let api: TestApi
const log = vi.spyOn(console, 'error')

beforeEach(async () => {
  log.mockImplementation(() => {})
  api = await testApi()
})
afterEach(() => {
  log.mockReset()
})

interface Made {
  readonly id: string
  readonly token: string
}

async function make(wanted: object, as?: string): Promise<Made> {
  const init = { method: 'POST', body: JSON.stringify(wanted), ...(as === undefined ? {} : { as }) }
  const response = await api.send('/v1/tokens', init)
  const made: unknown = await response.json()
  expect([response.status, made]).toMatchObject([201, { id: expect.any(String), token: expect.any(String) }])
  return made as Made
}

const revoke = (id: string, as?: string, query = '') =>
  api.send(`/v1/tokens/${id}${query}`, { method: 'DELETE', ...(as === undefined ? {} : { as }) })

const listed = (as?: string) =>
  pages({ read: (path) => api.read(path, as) }, '/v1/tokens?limit=1').then((items) =>
    items.map(({ name }) => name).sort(),
  )

describe('a token that is made', () => {
  test('is shown this once, and does what it was made for and no more', async () => {
    const wanted = { name: 'agent of cluster 7', scopes: ['push'], servicePrefix: 'shop/', expiresInDays: 30 }
    const made = await make(wanted)
    expect(made).toEqual({
      id: tokenId(tokenHash(made.token)),
      token: expect.stringMatching(/^tdm_acme_[0-9A-Za-z]{43}$/),
      name: 'agent of cluster 7',
      scopes: ['push'],
      servicePrefix: 'shop/',
      createdAt: new Date(NOW).toISOString(),
      expiresAt: new Date(NOW + 30 * DAY).toISOString(),
    })
    const push = async (service: string) => (await api.push(GOOD, { service }, made.token)).status
    expect([await push('shop/cart'), await push('billing')]).toEqual([201, 403])
    expect((await api.send('/v1/services', { as: made.token })).status).toBe(403)
    api.clock.now += 30 * DAY
    expect(await push('shop/cart')).toBe(401)
  })

  test('is not kept by whoever carries the answer', async () => {
    const body = JSON.stringify({ name: 'a', scopes: ['read'] })
    const response = await api.send('/v1/tokens', { method: 'POST', body })
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  test('stands nowhere in the table', async () => {
    const { token } = await make({ name: 'a', scopes: ['read'] })
    expect(JSON.stringify(await api.rows.table())).not.toContain(token.slice(-43))
  })

  test('is another one each time, under the same name too', async () => {
    const [a, b] = [await make({ name: 'a', scopes: ['push'] }), await make({ name: 'a', scopes: ['push'] })]
    expect(a.token).not.toBe(b.token)
    expect(a.id).not.toBe(b.id)
  })

  test('ends as it was told, to the second, or with nothing said never', async () => {
    const ending = await make({ name: 'a', scopes: ['read'], expiresAt: '2026-10-01T00:00:00.999Z' })
    expect(ending).toMatchObject({ expiresAt: '2026-10-01T00:00:00.000Z' })
    expect(await make({ name: 'a', scopes: ['read'] })).toMatchObject({
      expiresAt: null,
      servicePrefix: null,
    })
  })

  test('by one for some services is for some of them', async () => {
    const lead = await api.token({ servicePrefix: 'team-a/' })
    const made = await make({ name: 'agent', scopes: ['push'], servicePrefix: 'team-a/checkout' }, lead)
    expect((await api.push(GOOD, { service: 'team-a/checkout' }, made.token)).status).toBe(201)
    expect((await api.push(GOOD, { service: 'team-a/cart' }, made.token)).status).toBe(403)
  })

  test('breaks off into one that is listed and no good, never into one that is good and not listed', async () => {
    const body = JSON.stringify({ name: 'half', scopes: ['admin'] })
    const admin = await api.token()
    await api.send('/v1/services', { as: admin })
    const goodBefore = (await api.rows.table()).filter(({ sk }) => sk === 'token').length
    api.rows.fails = ({ verb, sk }) => verb === 'put' && sk === 'token'
    expect((await api.send('/v1/tokens', { method: 'POST', body, as: admin })).status).toBe(500)
    api.rows.fails = () => false
    expect((await api.rows.table()).filter(({ sk }) => sk === 'token')).toHaveLength(goodBefore)
    const half = (await pages(api, '/v1/tokens?limit=9')).find(({ name }) => name === 'half')
    expect((await revoke(String(half?.id))).status).toBe(204)
    expect(await listed()).not.toContain('half')
  })
})

describe('the list of tokens', () => {
  test('has those of the tenant, page by page, and nothing that is secret', async () => {
    const { id, token } = await make({ name: 'agent', scopes: ['push'], servicePrefix: 'shop/' })
    await api.token({ tenant: 'umbrella', name: 'theirs' })
    expect(await listed()).toEqual(['agent', 'test'])
    const items = await pages(api, '/v1/tokens?limit=1')
    expect(items.find((item) => item.id === id)).toEqual({
      id,
      name: 'agent',
      scopes: ['push'],
      servicePrefix: 'shop/',
      createdAt: new Date(NOW).toISOString(),
      expiresAt: null,
    })
    const text = JSON.stringify(items)
    expect(text).not.toContain(token)
    expect(text).not.toContain(tokenHash(token))
  })

  test('has for one of some services those that allow no more', async () => {
    const lead = await api.token({ name: 'lead', servicePrefix: 'team-a/' })
    await api.token({ name: 'agent', servicePrefix: 'team-a/x', scopes: ['push'] })
    await api.token({ name: 'other', servicePrefix: 'team-b/', scopes: ['push'] })
    await api.token({ name: 'all', scopes: ['read'] })
    expect(await listed(lead)).toEqual(['agent', 'lead'])
  })

  test('has none that ended', async () => {
    await api.token({ name: 'ends', expiresAt: NOW + 1_000 })
    expect(await listed()).toContain('ends')
    api.clock.now += 1_000
    expect(await listed()).not.toContain('ends')
  })
})

describe('a token that is revoked', () => {
  test('is gone from the list at once, from use within half a minute; again it is unknown', async () => {
    const { id, token } = await make({ name: 'agent', scopes: ['read'] })
    expect((await api.send('/v1/services', { as: token })).status).toBe(200)
    const answer = await revoke(id)
    expect([answer.status, await answer.text()]).toEqual([204, ''])
    expect(await listed()).toEqual(['test'])
    api.clock.now += 30_001
    expect((await api.send('/v1/services', { as: token })).status).toBe(401)
    expect((await revoke(id)).status).toBe(404)
  })

  test('where that breaks off is no good, still listed, and can be revoked again', async () => {
    const { id, token } = await make({ name: 'agent', scopes: ['read'] })
    api.rows.fails = ({ verb, sk }) => verb === 'delete' && sk !== 'token'
    expect((await revoke(id)).status).toBe(500)
    api.rows.fails = () => false
    expect((await api.send('/v1/services', { as: token })).status).toBe(401)
    expect(await listed()).toContain('agent')
    expect((await revoke(id)).status).toBe(204)
  })

  test('may be the one that asks, where another admin is left', async () => {
    const own = await api.token()
    expect((await revoke(tokenId(tokenHash(own)), own)).status).toBe(204)
  })

  test.each([
    ['bound to a prefix', { servicePrefix: 'team-a/' }],
    ['ended meanwhile', { expiresAt: NOW - 1 }],
    ['for reading only', { scopes: ['read'] as const }],
    ['of another tenant', { tenant: 'elsewhere' }],
  ])('may be the last of an admin only by force; one %s does not count as another', async (_, more) => {
    const own = await api.token({ tenant: 'umbrella' })
    await api.token({ tenant: 'umbrella', ...more })
    const id = tokenId(tokenHash(own))
    expect(await (await revoke(id, own)).json()).toMatchObject({ status: 409, reason: 'last-admin-token' })
    expect((await revoke(id, own, '?force=true')).status).toBe(204)
    api.clock.now += 30_001
    expect((await api.send('/v1/tokens', { as: own })).status).toBe(401)
  })
})

test('a tenant never touches the tokens of another one, by whatever id', async () => {
  const theirs = await api.token({ tenant: 'umbrella', scopes: ['read'] })
  expect((await revoke(tokenId(tokenHash(theirs)))).status).toBe(404)
  expect((await api.send('/v1/services', { as: theirs })).status).toBe(200)
  expect(await listed()).toEqual(['test'])
})
