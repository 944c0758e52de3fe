import * as v from 'valibot'
import { beforeAll, describe, expect, test } from 'vitest'
import { Found } from '#shared/api/answers/search.ts'
import { DAY, HOUR } from '#shared/time.ts'
import { NOW, type TestApi, testApi } from '#test/support/api.ts'
import { leakingService } from '#test/support/leak.ts'
import { dump, wideDump } from '#test/support/pprof.ts'

const NOTHING = { services: [], findings: [], signatures: [], cut: [] }

const found = async (api: TestApi, q: string, as?: string) =>
  v.parse(Found, await api.read(`/v1/search?q=${encodeURIComponent(q)}`, as))

describe('a search', () => {
  let api: TestApi
  beforeAll(async () => {
    api = await testApi()
    await leakingService(api, 'checkout', 12)
    await api.push(dump({ 'net.Poll < shop/cart.(*Cart).Load < main.main': 3 }), { service: 'team/Cart' })
  })

  test('finds services by a part of their name, whatever the case', async () => {
    expect((await found(api, 'cArT')).services).toEqual([{ name: 'team/Cart', openFindings: 0 }])
    expect((await found(api, 'heck')).services).toEqual([{ name: 'checkout', openFindings: 1 }])
  })

  test('finds open findings by a function, by their service and by their release', async () => {
    for (const q of ['main.leak', 'checkout', 'v1.4.2']) {
      expect((await found(api, q)).findings).toMatchObject([{ service: 'checkout' }])
    }
    expect((await found(api, 'cart')).findings).toEqual([])
  })

  test('finds open findings by their cause and by who has them, each word in one of these', async () => {
    const [{ id } = {}] = (await found(api, 'main.leak')).findings
    await api.send(`/v1/findings/${encodeURIComponent(id ?? '')}`, {
      method: 'PATCH',
      body: JSON.stringify({ assign: 'Ada Lovelace' }),
      headers: { 'content-type': 'application/json', 'if-match': '*' },
    })
    for (const q of ['lovelace', 'ADA checkout', '  v1.4.2 \t main.leak '])
      expect((await found(api, q)).findings, q).toHaveLength(1)
    for (const q of ['lovelacev1', 'checkoutAda', 'undefined'])
      expect((await found(api, q)).findings, q).toEqual([])
  })

  test('finds the functions of each service, and says which one has the text', async () => {
    expect((await found(api, 'cart.(*cart)')).signatures).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{16}$/),
        service: 'team/Cart',
        frame: 'shop/cart.(*Cart).Load',
        ownCode: 'shop/cart.(*Cart).Load',
        entry: 'main.main',
      },
    ])
    const both = (await found(api, 'main.main')).signatures
    expect(new Set(both.map(({ service }) => service))).toEqual(new Set(['checkout', 'team/Cart']))
  })

  test('wants each word', async () => {
    expect((await found(api, '  load   shop ')).signatures).toHaveLength(1)
    expect(await found(api, 'load checkout')).toEqual(NOTHING)
  })

  test.each(['nowhere', '%', '.*', '<script>', '\u202e', '💧'])('for %j finds nothing', async (q) => {
    expect(await found(api, q)).toEqual(NOTHING)
  })

  test('shows nothing of another tenant', async () => {
    const other = await api.token({ tenant: 'umbrella' })
    for (const q of ['checkout', 'main']) expect(await found(api, q, other)).toEqual(NOTHING)
  })

  test('shows a token for services with a prefix nothing of others', async () => {
    const team = await api.token({ servicePrefix: 'team/', scopes: ['read'] })
    expect(await found(api, 'checkout', team)).toEqual(NOTHING)
    expect(await found(api, 'main.leak', team)).toEqual(NOTHING)
    expect((await found(api, 'main.main', team)).signatures.map(({ service }) => service)).toEqual([
      'team/Cart',
    ])
  })

  test.each([
    ['no text', '/v1/search', 'bad-parameter'],
    ['blanks alone', '/v1/search?q=%20%20', 'bad-parameter'],
    ['201 characters', `/v1/search?q=${'x'.repeat(201)}`, 'bad-parameter'],
  ])('is refused with %s', async (_, path, reason) => {
    const answer = await api.send(path)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ reason })
  })

  test('needs a token that may read', async () => {
    const push = await api.token({ scopes: ['push'] })
    expect((await api.send('/v1/search?q=main', { as: push })).status).toBe(403)
  })
})

describe('what a search leaves out', () => {
  test('is said, function by function and service by service', async () => {
    const api = await testApi()
    await api.push(wideDump(60))
    for (let i = 0; i < 50; i++) await api.push(dump({ 'other.f < other.g': 1 }), { service: `svc-${i}` })
    const { signatures, services, cut } = await found(api, 'main.f')
    expect([signatures.length, services.length]).toEqual([20, 0])
    expect(cut).toEqual([
      'Only the functions of the 50 services judged last were searched.',
      '40 more functions are not shown.',
    ])
    expect((await found(api, 'svc')).cut).toContain('30 more services are not shown.')
  })

  test('is every stack that nobody has seen for a day', async () => {
    const api = await testApi()
    api.clock.now = NOW - DAY - HOUR
    await api.push(dump({ 'old.f < old.g': 1 }))
    api.clock.now = NOW
    await api.push(dump({ 'new.f < new.g': 1 }))
    expect((await found(api, 'old.f')).signatures).toEqual([])
    expect((await found(api, 'new.f')).signatures).toHaveLength(1)
  })

  test('is bounded: the work does not grow with the services', async () => {
    const api = await testApi()
    for (let i = 0; i < 60; i++) await api.push(dump({ 'a.f < a.g': 1 }), { service: `svc-${i}` })
    api.rows.calls.length = 0
    await found(api, 'a.f')
    const queries = api.rows.calls.filter(({ verb }) => verb === 'query')
    expect(queries.length).toBeLessThanOrEqual(2 + 50 * 2)
  })
})
