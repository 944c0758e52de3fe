import { beforeEach, describe, expect, test } from 'vitest'
import { TENANT, type TestApi, testApi } from '#test/support/api.ts'
import { leakingService } from '#test/support/leak.ts'
import { pages } from '#test/support/pages.ts'
import { webhookAt } from '#test/support/webhook.ts'

const RULES = '* @platform\nservice check @payments @ada\n'
let api: TestApi

beforeEach(async () => {
  api = await testApi()
})

const write = (text: unknown, { ifMatch = '*', as = '' } = {}) =>
  api.send('/v1/owners', {
    method: 'PATCH',
    body: JSON.stringify({ text }),
    headers: { 'if-match': ifMatch },
    ...(as === '' ? {} : { as }),
  })

describe('/v1/owners', () => {
  test('keeps the rules as they were written', async () => {
    expect(await api.read('/v1/owners')).toEqual({ text: '', rules: 0, revision: 0 })
    const written = await write(RULES, { ifMatch: '"0"' })
    expect([written.status, written.headers.get('etag')]).toEqual([200, '"1"'])
    const known = { text: RULES, rules: 2, revision: 1 }
    expect(await written.json()).toEqual(known)
    expect(await api.read('/v1/owners')).toEqual(known)
    expect((await write('', { ifMatch: '"0"' })).status).toBe(412)
  })

  test.each([
    [
      '* @ok\n  /a nobody',
      {
        detail: 'Line 2 cannot be read: nobody is no owner: write @name, @org/team or an e-mail address.',
        actual: '/a nobody',
      },
    ],
    [`* @ok\n/a ${'x'.repeat(300)}`, { actual: `/a ${'x'.repeat(197)}` }],
    [7, { detail: 'The member text must be text.' }],
    ['* @a\u0000', { detail: 'The member text must not hold control characters.' }],
    ['x'.repeat(65_537), { detail: 'The member text must have at most 65536 characters.' }],
  ])('refuses %j', async (text, says) => {
    const response = await write(text)
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { reason: 'bad-parameter', ...says },
    ])
    expect(await api.read('/v1/owners')).toMatchObject({ revision: 0 })
  })

  test('are not for a token of some services', async () => {
    const as = await api.token({ servicePrefix: 'check' })
    expect((await api.send('/v1/owners', { as })).status).toBe(403)
    expect((await write(RULES, { as })).status).toBe(403)
  })
})

describe('a finding', () => {
  const ownersOf = async (path: string) => (await pages(api, path)).map(({ owners }) => owners)

  test('has the owners of the last rule that fits, and those of its service before', async () => {
    await leakingService(api, 'checkout', 12)
    expect(await ownersOf('/v1/findings')).toEqual([[]])
    await write(RULES)
    for (const path of ['/v1/findings', '/v1/findings?service=checkout'])
      expect(await ownersOf(path)).toEqual([['@payments', '@ada']])
    await api.send('/v1/services/checkout', {
      method: 'PATCH',
      body: JSON.stringify({ settings: { owner: '@cart' } }),
      headers: { 'if-match': '*' },
    })
    expect(await ownersOf('/v1/findings')).toEqual([['@cart']])
    const report = (await (await api.send('/v1/reports', { method: 'POST' })).json()) as {
      findings: { owners: unknown }[]
    }
    expect(report.findings.map(({ owners }) => owners)).toEqual([['@cart']])
  })

  test('is told to the webhooks of its owners and of everybody, and to no other', async () => {
    const told: string[] = []
    api = await testApi({
      post: async ({ url, body }) => {
        const { owners } = JSON.parse(body) as { readonly owners: readonly string[] }
        told.push(`${url} ${owners}`)
        return { delivered: true, tries: 1, status: 204, failure: undefined }
      },
    })
    await write(RULES)
    for (const owner of [undefined, '@ada', '@search'])
      await api.deps.webhooks.put(
        TENANT,
        webhookAt(`https://hooks.example/${owner ?? 'all'}`, 0, {
          id: owner ?? 'all',
          owner,
          reports: false,
        }),
      )
    await leakingService(api, 'checkout', 12)
    expect(told.sort()).toEqual([
      'https://hooks.example/@ada @payments,@ada',
      'https://hooks.example/all @payments,@ada',
    ])
  })
})
