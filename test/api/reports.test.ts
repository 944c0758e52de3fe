import { beforeAll, describe, expect, test } from 'vitest'
import { makeReport } from '#functions/make-report.ts'
import { reportYesterday } from '#functions/report/report.ts'
import { DAY, HOUR } from '#shared/time.ts'
import { NOW, TENANT, type TestApi, testApi } from '#test/support/api.ts'
import { leakingService } from '#test/support/leak.ts'
import { pages } from '#test/support/pages.ts'
import { dump } from '#test/support/pprof.ts'

let api: TestApi

beforeAll(async () => {
  api = await testApi()
  await leakingService(api, 'checkout', 12)
  await api.push(dump({ 'main.a < main.b': 3 }), { service: 'shop/basket' })
  for (let day = 1; day <= 3; day++) await reportYesterday(api.deps, NOW + day * DAY)
  api.clock.now = NOW + HOUR
})

const read = async (path: string, as?: string) => {
  const response = await api.send(path, as === undefined ? {} : { as })
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
}

const TYPES = {
  json: 'application/json',
  html: 'text/html; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
}

describe('reports', () => {
  test('are listed page by page, the newest first', async () => {
    const list = await pages(api, '/v1/reports?limit=2')
    expect(list.map(({ date }) => date)).toEqual(['2026-09-09', '2026-09-08', '2026-09-07'])
    for (const [form, link] of Object.entries(list[0]?.links ?? {}))
      expect([form, (await read(String(link))).type]).toEqual([form, TYPES[form as keyof typeof TYPES]])
    expect(Object.keys(list[0]?.links ?? {})).toEqual(Object.keys(TYPES))
  })

  test('of others are neither listed nor read', async () => {
    const as = await api.token({ tenant: 'umbrella' })
    expect(await pages({ read: (path) => api.read(path, as) }, '/v1/reports?limit=2')).toEqual([])
    expect((await read('/v1/reports/2026-09-07', as)).status).toBe(404)
  })
})

describe('a report', () => {
  test('is JSON, a page and Markdown', async () => {
    const json = await read('/v1/reports/2026-09-07.json')
    expect(await read('/v1/reports/2026-09-07')).toEqual(json)
    expect(JSON.parse(json.text)).toMatchObject({
      findings: [{ service: 'checkout', change: 'new', tier: 'probable', hourly: { length: 24 } }],
      services: [{ name: 'checkout', covered: { hours: 9 } }, { name: 'shop/basket' }],
    })
    expect(await read('/v1/reports/2026-09-07.html')).toMatchObject({
      type: 'text/html; charset=utf-8',
      text: expect.stringContaining('<h1>Tidemark, 2026-09-07: 1 new</h1>'),
    })
    expect(await read('/v1/reports/2026-09-07.md')).toMatchObject({
      type: 'text/markdown; charset=utf-8',
      text: expect.stringContaining('# Tidemark, 2026-09-07: 1 new\n'),
    })
  })

  test('as a page may run nothing, and tells the sites it links to nothing', async () => {
    const { headers } = await api.send('/v1/reports/2026-09-07.html')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  })

  test('that its reader has is not sent again', async () => {
    for (const ending of ['', '.html', '.md']) {
      const etag = (await api.send(`/v1/reports/2026-09-07${ending}`)).headers.get('etag') ?? ''
      const again = await api.send(`/v1/reports/2026-09-07${ending}`, { headers: { 'if-none-match': etag } })
      expect([again.status, await again.text()]).toEqual([304, ''])
    }
  })

  test('of one service says nothing of the others', async () => {
    const { text } = await read('/v1/reports/2026-09-07.md?service=shop%2Fbasket')
    expect(text).toContain('shop/basket')
    expect(text).not.toContain('checkout')
  })

  test('says to a token for some services nothing of the others', async () => {
    const as = await api.token({ servicePrefix: 'shop/' })
    for (const ending of ['', '.json', '.html', '.md'])
      expect((await read(`/v1/reports/2026-09-07${ending}`, as)).text).not.toContain('checkout')
    expect((await read('/v1/reports/2026-09-07?service=checkout', as)).status).toBe(403)
    const made = await api.send('/v1/reports', { method: 'POST', as })
    expect(await made.text()).not.toContain('checkout')
  })
})

describe('a report on demand', () => {
  const made = (query = '') => api.send(`/v1/reports${query}`, { method: 'POST' })

  test('is of the last 24 hours', async () => {
    expect(await (await made()).json()).toMatchObject({
      from: '2026-09-06T10:00:00.000Z',
      to: '2026-09-07T10:00:00.000Z',
      madeAt: '2026-09-07T09:30:00.000Z',
      findings: [
        { service: 'checkout', link: expect.stringMatching(/^http:\/\/localhost\/s\/checkout\/f\/\w{16}$/) },
      ],
    })
  })

  test('is of a day, in any form', async () => {
    const response = await made('?date=2026-09-06&format=md&service=checkout')
    expect(response.headers.get('content-type')).toContain('text/markdown')
    expect(await response.text()).toContain('2026-09-06 00:00 UTC to 2026-09-07 00:00 UTC')
  })

  test('is not kept', async () => {
    const before = await api.profiles.keys()
    await made('?date=2026-09-06')
    expect(await api.profiles.keys()).toEqual(before)
  })

  test('of more than 200 services is refused, of one of them it is not', async () => {
    const many = await testApi()
    const { directory } = many.deps
    const names = Array.from({ length: 200 }, (_, i) => `service-${String(i).padStart(3, '0')}`)
    for (const name of names) await directory.addService(TENANT, name, NOW - DAY)
    const post = (query = '') => many.send(`/v1/reports${query}`, { method: 'POST' })
    const { services } = (await (await post()).json()) as { services: { name: string }[] }
    expect(services.map(({ name }) => name)).toEqual(names)
    await directory.addService(TENANT, 'one-more', NOW - DAY)
    const refused = await post()
    expect(refused.status).toBe(400)
    expect(await refused.json()).toMatchObject({
      reason: 'bad-parameter',
      limit: 200,
      actual: 201,
      detail: expect.stringContaining('service='),
    })
    expect((await post('?service=one-more')).status).toBe(200)
    const as = await many.token({ servicePrefix: 'service-' })
    expect((await many.send('/v1/reports', { method: 'POST', as })).status).toBe(200)
  })

  test('reads its services side by side, a few at a time, and names them in their order', async () => {
    const many = await testApi()
    const { ledger } = many.deps
    const names = Array.from({ length: 30 }, (_, i) => `service-${10 + i}`)
    for (const name of names) await many.deps.directory.addService(TENANT, name, NOW - DAY)
    let underWay = 0
    let most = 0
    const read: typeof ledger.read = async (tenant, service) => {
      most = Math.max(most, ++underWay)
      for (let turn = names.indexOf(service); turn < names.length; turn++) await Promise.resolve()
      underWay--
      return ledger.read(tenant, service)
    }
    const deps = { ...many.deps, ledger: { ...ledger, read } }
    const period = { from: NOW - DAY, to: NOW }
    const { services } = await makeReport(deps, TENANT, period, 'http://localhost', NOW)
    expect(services.map(({ name }) => name)).toEqual(names)
    expect(most).toBe(8)
  })
})
