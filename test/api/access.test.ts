import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { TokenRecord } from '#shared/access/grant.ts'
import { createToken, TOKEN_BYTES, tokenHash } from '#shared/access/token.ts'
import { NOW, TENANT, type TestApi, testApi } from '#test/support/api.ts'
import { dump } from '#test/support/pprof.ts'
import { PUSH as CONNECT, messageOf, series } from '#test/support/push-clients.ts'

const GOOD = dump({ 'main.recv < main.worker': 5 })
const PUSH = '/v1/profiles?service=checkout&instance=pod-1'
/** How long a token is remembered. */
const MEMORY = 30_000

let api: TestApi
const log = vi.spyOn(console, 'error')

beforeEach(async () => {
  log.mockReset()
  log.mockImplementation(() => {})
  api = await testApi()
})
afterEach(() => {
  log.mockReset()
})

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

const ask = (path: string, headers: Record<string, string> = {}, init: RequestInit = {}) =>
  api.app.request(path, { ...init, headers })

/** Status, headers and body of an answer, without what names the request. */
async function answerOf(response: Response) {
  const { requestId: _, ...body } = (await response.json()) as Record<string, unknown>
  const headers = Object.fromEntries([...response.headers].filter(([name]) => name !== 'x-request-id'))
  return { status: response.status, headers, body }
}

/** A token as it is made, which looks like one. */
async function realToken(more: Partial<TokenRecord> = {}): Promise<string> {
  const token = createToken(TENANT, crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)))
  const facts = { tenant: TENANT, name: 'real', scopes: ['push'] as const, createdAt: NOW }
  await api.deps.tokens.put({
    expiresAt: undefined,
    servicePrefix: undefined,
    ...facts,
    ...more,
    sha256: tokenHash(token),
  })
  return token
}

describe('a token that is not good', () => {
  test('is answered the same and looked up the same, whether it is unknown, expired or revoked', async () => {
    const revoked = await api.token()
    await api.deps.tokens.revoke({ sha256: tokenHash(revoked), tenant: TENANT })
    const bad = [
      'guess',
      `${await api.token()}x`,
      'tdm_umbrella_unknown',
      revoked,
      await api.token({ expiresAt: NOW - 1_000 }),
    ]
    const seen = []
    for (const token of bad) {
      api.rows.calls.length = 0
      const answer = await answerOf(await api.send('/v1/services', { as: token }))
      seen.push({ ...answer, calls: api.rows.calls.map(({ verb, sk }) => `${verb} ${sk}`) })
    }
    expect(seen[0]).toMatchObject({ status: 401, body: { reason: 'unauthenticated' }, calls: ['get token'] })
    for (const one of seen) expect(one).toEqual(seen[0])
  })

  test('costs one read in ten seconds, however often and by whichever way it is sent, and a new one works at once', async () => {
    const wrong = 'tdm_acme_wrong'
    const reads = (): number =>
      api.rows.calls.filter(({ verb, sk }) => verb === 'get' && sk === 'token').length
    api.rows.calls.length = 0
    for (let sent = 0; sent < 50; sent++) {
      expect((await api.send('/v1/services', { as: wrong })).status).toBe(401)
      expect((await ask(`/t/${wrong}${PUSH}`, {}, { method: 'POST', body: GOOD })).status).toBe(401)
    }
    expect(reads()).toBe(1)
    expect((await api.send('/v1/services', { as: await realToken({ scopes: ['read'] }) })).status).toBe(200)
    api.clock.now += 10_001
    await api.send('/v1/services', { as: wrong })
    expect(reads()).toBe(3)
  })

  test('works ten seconds after it is made, where somebody tried it before', async () => {
    const early = createToken(TENANT, new Uint8Array(TOKEN_BYTES))
    const status = async () => (await api.send('/v1/services', { as: early })).status
    expect(await status()).toBe(401)
    const record = { tenant: TENANT, name: 'early', scopes: ['read'] as const, createdAt: NOW }
    await api.deps.tokens.put({
      expiresAt: undefined,
      servicePrefix: undefined,
      ...record,
      sha256: tokenHash(early),
    })
    api.clock.now += 10_001
    expect(await status()).toBe(200)
  })

  test('that was revoked works half a minute more at most, however often it is used meanwhile', async () => {
    const as = await api.token()
    const status = async () => (await api.send('/v1/services', { as })).status
    expect(await status()).toBe(200)
    await api.deps.tokens.revoke({ sha256: tokenHash(as), tenant: TENANT })
    for (let waited = 0; waited < MEMORY; waited += 10_000) {
      await status()
      api.clock.now += 10_000
    }
    api.clock.now += 1
    expect(await status()).toBe(401)
  })

  test('that ends while it is remembered ends then', async () => {
    const as = await api.token({ expiresAt: NOW + 5_000 })
    expect((await api.send('/v1/services', { as })).status).toBe(200)
    api.clock.now += 4_999
    expect((await api.send('/v1/services', { as })).status).toBe(200)
    api.clock.now += 1
    expect((await api.send('/v1/services', { as })).status).toBe(401)
  })
})

describe('a token that is good', () => {
  test('is looked up once for many calls at once, and then remembered', async () => {
    const as = await api.token()
    api.rows.calls.length = 0
    await Promise.all(Array.from({ length: 20 }, () => api.send('/v1/services', { as })))
    await api.send('/v1/services', { as })
    expect(api.rows.calls.filter(({ pk }) => pk.startsWith('token#'))).toHaveLength(1)
  })

  test('is good as the Basic password that go tool pprof makes of https://x:TOKEN@host', async () => {
    const authorization = basic('x', await realToken({ scopes: ['read'] }))
    expect((await ask('/v1/services', { authorization })).status).toBe(200)
  })

  test.each(['acme', 'umbrella', '', 'anonymous', '../acme'])(
    'has its own tenant whatever X-Scope-OrgID says, such as "%s"',
    async (org) => {
      await api.push(GOOD)
      const theirs = {
        'x-scope-orgid': org,
        authorization: `Bearer ${await api.token({ tenant: 'umbrella' })}`,
      }
      expect(await (await ask('/v1/services', theirs)).json()).toEqual({ items: [] })
      const ours = { ...theirs, authorization: `Bearer ${await api.token()}` }
      expect(await (await ask('/v1/services', ours)).json()).toMatchObject({ items: [{ name: 'checkout' }] })
    },
  )
})

describe('a token in the path', () => {
  const post = (path: string, headers: Record<string, string> = {}) =>
    ask(path, headers, { method: 'POST', body: GOOD })

  test('can push, for clients that are told an address and nothing else', async () => {
    const token = await realToken({ servicePrefix: 'check' })
    expect((await post(`/t/${token}${PUSH}`)).status).toBe(201)
    expect((await post(`/t/${token}${PUSH.replace('checkout', 'billing')}`)).status).toBe(403)
    expect((await post(`/t/${token.slice(0, -1)}${PUSH}`)).status).toBe(401)
    expect((await post(`/t/${PUSH}`)).status).toBe(401)
  })

  /** What the clients of Pyroscope send behind the address that they were told. */
  const clients = [
    ['/ingest', `/ingest?name=shop&until=${NOW / 1000}`, 'application/octet-stream', () => GOOD],
    [
      '/pyroscope/ingest',
      `/pyroscope/ingest?name=shop&until=${NOW / 1000}`,
      'application/octet-stream',
      () => GOOD,
    ],
    ['Push', CONNECT, 'application/proto', () => messageOf({ series: [series([GOOD])] })],
  ] as const

  test.each(clients)(
    'can push over %s, and is refused in the shape of its client',
    async (_, path, type, body) => {
      api = await testApi({ requestsPerMinute: 1 })
      const send = (token: string) =>
        ask(`/t/${token}${path}`, { 'content-type': type }, { method: 'POST', body: body() })
      const token = await realToken()
      expect((await send(token)).status).toBe(200)
      expect(await api.profiles.keys()).toHaveLength(1)
      const busy = await send(token)
      expect([busy.status, busy.headers.get('retry-after')]).toEqual([429, '60'])
      expect(await busy.json()).toEqual({ code: 'resource_exhausted', message: expect.any(String) })
      const stranger = await send('guess')
      expect([stranger.status, await stranger.json()]).toMatchObject([401, { code: 'unauthenticated' }])
      const reader = await send(await realToken({ scopes: ['read'] }))
      expect([reader.status, await reader.json()]).toMatchObject([403, { code: 'permission_denied' }])
    },
  )

  test('can do nothing else, not even that of an admin', async () => {
    const admin = await realToken({ scopes: ['admin'] })
    for (const path of ['/v1/services', '/v1/findings', '/v1/tokens', '/v1/services/checkout'])
      expect(await answerOf(await ask(`/t/${admin}${path}`))).toMatchObject({
        status: 403,
        body: {
          reason: 'forbidden',
          detail: expect.stringContaining('in the path or in DD-API-KEY can only push'),
        },
      })
    const reader = await realToken({ scopes: ['read'] })
    expect((await post(`/t/${reader}${PUSH}`)).status).toBe(403)
  })

  test('is the one that counts, whatever the header says', async () => {
    const authorization = `Bearer ${await api.token()}`
    expect((await post(`/t/guess${PUSH}`, { authorization })).status).toBe(401)
    const token = await realToken()
    expect((await post(`/t/${token}${PUSH}`, { authorization: 'Bearer guess' })).status).toBe(201)
  })

  test('stands in no answer and in no log, wherever it was put and whatever fails', async () => {
    const token = await realToken()
    const places = [
      `/t/${token}${PUSH}`,
      `/t/${token}`,
      `/t/${token}/`,
      `/t/${token}/no/such/path`,
      `/t/${token}/t/${token}${PUSH}`,
      `/T/${token}${PUSH}`,
      `//t/${token}${PUSH}`,
      `/pyroscope/t/${token}/ingest`,
      `/${token}/ingest`,
      `/t/${encodeURIComponent(token).replaceAll('_', '%5F')}/no`,
      `/tokens/${token.replaceAll('_', '%5F')}`,
      `/v1/services/${token}`,
      `/v1/profiles?service=${token}&instance=${token}&type=${token}`,
    ]
    const admin = await api.token()
    api.profiles.fails = 'before'
    api.rows.fails = ({ pk, verb }) => verb !== 'get' || !pk.startsWith('token#')
    for (const place of places)
      for (const authorization of [`Bearer ${admin}`, `Bearer ${token}`, basic('x', token)])
        for (const method of ['GET', 'POST']) {
          const body = method === 'POST' ? { body: GOOD } : {}
          const response = await ask(place, { authorization }, { method, ...body })
          const text = [await response.text(), ...[...response.headers].flat()].join('\n')
          expect(text).not.toContain(token.slice(-43))
        }
    expect(log.mock.calls.length).toBeGreaterThan(0)
    for (const [line] of log.mock.calls) expect(String(line)).not.toContain(token.slice(-43))
  })
})

describe('whatever stands in the headers', () => {
  const anyValue = fc.oneof(
    fc.string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)) }),
    fc.base64String(),
    fc.constantFrom('', ' ', ':', 'Og==', '=', 'tdm_', '%00', '\u00ff', 'a'.repeat(2_000)),
  )
  const anyAuthorization = fc
    .tuple(fc.constantFrom('Bearer', 'Basic', 'BASIC', 'bearer', 'Digest', ''), anyValue, anyValue)
    .map(([scheme, a, b]) => [scheme, a, b].join(' '))

  test('a stranger is told 401', async () => {
    await fc.assert(
      fc.asyncProperty(anyAuthorization, anyValue, async (authorization, org) => {
        const response = await ask('/v1/services', { authorization, 'x-scope-orgid': org })
        expect(response.status).toBe(401)
        expect(response.headers.get('content-type')).toBe('application/problem+json')
      }),
    )
    expect(log).not.toHaveBeenCalled()
  })

  test('a stranger is told 401 in the path too', async () => {
    const anyToken = fc.oneof(anyValue, fc.string({ unit: 'binary' })).map((text) => {
      // A lone surrogate has no UTF-8 to be encoded in; the rest is sent raw where a URL allows it.
      const encoded = encodeURIComponent(text.toWellFormed())
      return encoded === '' || encoded === '.' || encoded === '..' ? 'a' : encoded
    })
    await fc.assert(
      fc.asyncProperty(anyToken, async (token) => {
        const response = await ask(`/t/${token}${PUSH}`, {}, { method: 'POST', body: GOOD })
        expect([401, 404]).toContain(response.status)
      }),
    )
  })

  test('the id of the request is one of few characters, or ours', async () => {
    const admin = await api.token()
    await fc.assert(
      fc.asyncProperty(anyValue, async (id) => {
        const headers = { authorization: `Bearer ${admin}`, 'x-request-id': id }
        const answered = (await ask('/v1/services', headers)).headers.get('x-request-id') ?? ''
        expect(answered).toMatch(/^[\w=-]{1,255}$/)
        if (!/^[\w=-]{1,255}$/.test(id.trim())) expect(answered).toMatch(/^[0-9a-f-]{36}$/)
      }),
    )
  })

  test('none of it comes back in a header', async () => {
    const odd = 'zzz-odd-zzz'
    const headers = Object.fromEntries(
      ['x-scope-orgid', 'user-agent', 'origin', 'referer', 'accept', 'x-forwarded-host', 'cookie'].map(
        (name) => [name, odd],
      ),
    )
    for (const path of [
      `/v1/services/${odd}?limit=${odd}`,
      `/${odd}`,
      `/t/${odd}${PUSH}`,
      `/v1/findings/${odd}`,
    ]) {
      const response = await ask(path, { ...headers, authorization: `Bearer ${await api.token()}` })
      expect([...response.headers].flat().join('\n')).not.toContain(odd)
    }
  })
})

describe('a token that sends too much', () => {
  test('is told when to come again, has room then, and takes nothing from others', async () => {
    api = await testApi({ requestsPerMinute: 6 })
    const [busy, other] = [await api.token(), await api.token()]
    const send = (as: string) => api.send('/v1/services', { as })
    for (let sent = 0; sent < 6; sent++) expect((await send(busy)).status).toBe(200)
    const refused = await send(busy)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('10')
    expect(await refused.json()).toMatchObject({ reason: 'rate-limited', limit: 6 })
    expect((await send(other)).status).toBe(200)
    api.clock.now += 9_000
    expect((await send(busy)).headers.get('retry-after')).toBe('1')
    api.clock.now += 1_000
    expect((await send(busy)).status).toBe(200)
  })

  test('is refused before its body is read', async () => {
    api = await testApi({ requestsPerMinute: 1 })
    const as = await api.token()
    await api.send('/v1/services', { as })
    const body = new ReadableStream({
      pull: () => {
        throw new Error('nobody may read this')
      },
    })
    const init: RequestInit & { as: string; duplex: 'half' } = { method: 'POST', body, as, duplex: 'half' }
    expect((await api.send(PUSH, init)).status).toBe(429)
  })
})
