import { gunzipSync } from 'node:zlib'
import { handle, type LambdaEvent } from 'hono/aws-lambda'
import { beforeAll, describe, expect, test } from 'vitest'
import { type TestApi, testApi } from '#test/support/api.ts'

let api: TestApi
const get = (path: string, headers: Record<string, string> = {}) => api.app.request(path, { headers })

beforeAll(async () => {
  api = await testApi()
})

describe('the page', () => {
  test.each([
    '/',
    '/s/checkout',
    '/s/team%2Fcheckout/f/0123456789abcdef',
    '/analyze',
    '/search?q=a',
    '/reports/2026-09-07',
  ])('stands at %s, for anybody', async (path) => {
    const answer = await get(path)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(answer.headers.get('cache-control')).toBe('no-cache')
    expect(await answer.text()).toContain('<div id="page"></div>')
  })

  test('says in a browser that there is nothing at an address, and to programs in JSON', async () => {
    const opened = await get('/no/such/view', { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' })
    expect(opened.status).toBe(404)
    expect(opened.headers.get('content-security-policy')).toContain("script-src 'self'")
    expect(await opened.text()).toContain('<div id="page"></div>')
    const asked = await get('/no/such/view', { accept: '*/*' })
    const unasked = await get('/no/such/view')
    const sent = await api.app.request('/no/such/view', { method: 'POST', headers: { accept: 'text/html' } })
    for (const refused of [asked, unasked, sent])
      expect([refused.status, await refused.json()]).toMatchObject([404, { reason: 'unknown-path' }])
  })

  test('runs its own files alone, and stands in no frame', async () => {
    const policy = (await get('/')).headers.get('content-security-policy')
    expect(policy).toMatch(/^default-src 'none';/)
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/unsafe|\*|data:|https?:/)
  })

  test('has files that are kept for ever, gzipped for whoever takes that', async () => {
    const [, name = ''] = /"(\/assets\/main-[^"]+\.js)"/.exec(await (await get('/')).text()) ?? []
    const plain = await get(name, { 'accept-encoding': 'br' })
    expect(plain.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(plain.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    const small = await get(name, { 'accept-encoding': 'br, gzip' })
    expect(small.headers.get('content-encoding')).toBe('gzip')
    expect(small.headers.get('vary')).toBe('accept-encoding')
    const bytes = new Uint8Array(await small.arrayBuffer())
    expect(gunzipSync(bytes).toString()).toBe(await plain.text())
  })

  test('goes through Lambda whole, gzipped as it is', async () => {
    const [, name = ''] = /"(\/assets\/theme-[^"]+\.css)"/.exec(await (await get('/')).text()) ?? []
    const http = { method: 'GET', path: name, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'a' }
    const event = {
      version: '2.0',
      routeKey: '$default',
      rawPath: name,
      rawQueryString: '',
      headers: { host: 'tidemark.test', 'accept-encoding': 'gzip' },
      body: null,
      isBase64Encoded: false,
      requestContext: { accountId: '', apiId: '', domainName: 'tidemark.test', stage: '$default', http },
    }
    const answer = await handle(api.app)(event as unknown as LambdaEvent)
    expect(answer).toMatchObject({ statusCode: 200, isBase64Encoded: true })
    const css = gunzipSync(Buffer.from(answer.body, 'base64')).toString()
    expect(css).toBe(await (await get(name)).text())
  })

  test.each(['/assets/main.js', '/assets/..%2Findex.html', '/assets/index.html/x'])(
    'has no file %s',
    async (path) => expect((await get(path)).status).toBe(404),
  )
})
