import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApi, testApi } from '#test/support/api.ts'
import { leakingService } from '#test/support/leak.ts'
import { pages } from '#test/support/pages.ts'

let api: TestApi
let client: Client
let finding: string

/** The client of the official SDK, whose requests go to the API in this process. */
async function connect(token: string): Promise<Client> {
  const transport = new StreamableHTTPClientTransport(new URL('http://tidemark.test/mcp'), {
    requestInit: { headers: { authorization: `Bearer ${token}` } },
    fetch: async (url, init) => api.app.request(String(url), init as RequestInit),
  })
  const connected = new Client({ name: 'test', version: '1' })
  await connected.connect(transport)
  return connected
}

const call = async (name: string, given: Record<string, unknown> = {}, by = client) => {
  const { content, isError } = await by.callTool({ name, arguments: given })
  const [{ text } = { text: '' }] = content as { text: string }[]
  return { text, isError: isError === true }
}

beforeAll(async () => {
  api = await testApi()
  await leakingService(api, 'checkout', 12)
  const [{ id } = {}] = await pages(api, '/v1/findings?service=checkout')
  finding = String(id)
  client = await connect(await api.token({ scopes: ['read'] }))
})
afterAll(() => client.close())

describe('a coding agent', () => {
  test('sees six tools, each with a description and a schema of what it takes', async () => {
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toEqual([
      'list_findings',
      'explain_finding',
      'get_stack',
      'compare',
      'analyze_dump',
      'verify_fix',
    ])
    for (const { description, inputSchema, annotations } of tools) {
      expect(description?.length).toBeGreaterThan(60)
      expect(inputSchema.type).toBe('object')
      expect(annotations?.readOnlyHint).toBe(true)
    }
  })

  test('goes from the list to what a leak is, by its handle', async () => {
    const listed = await call('list_findings')
    expect(listed.text).toContain(`${finding}  probable, new`)
    const explained = await call('explain_finding', { finding })
    expect(explained.text).toContain('# Goroutine leak in checkout')
    expect(explained.text).toContain('main.recv')
    expect((await call('verify_fix', { finding })).text).toBe('No: it grows in v1.4.2, +12 per hour.')
  })

  test('gets a stack, and what grew', async () => {
    const grown = await call('compare', { service: 'checkout' })
    const [signature = ''] = finding.split('@')
    expect(grown.text).toContain(`${signature}  +12`)
    expect((await call('get_stack', { service: 'checkout', signature })).text).toContain(
      '\n  main.recv\n  main.leak',
    )
  })

  test('has a dump analyzed', async () => {
    const dump = 'goroutine 1 [chan receive, 3 minutes]:\nmain.recv()\n\t/src/main.go:10 +0x1d\n'
    expect((await call('analyze_dump', { dump })).text).toMatch(
      /^1 goroutine in 1 stack\n1 {2}main\.recv \[chan receive\] at/,
    )
  })

  test.each([
    ['a handle that is none', 'explain_finding', { finding: 'x' }, /list_findings lists them/],
    [
      'a finding that is not there',
      'explain_finding',
      { finding: '0123456789abcdef@checkout' },
      /no such finding/,
    ],
    [
      'a service that is not there',
      'compare',
      { service: 'chekcout' },
      /No profile of this service was received/,
    ],
    ['what is no dump', 'analyze_dump', { dump: 'hello' }, /./],
  ])('is told in a sentence of %s', async (_, name, given, says) => {
    const { text, isError } = await call(name, given)
    expect(isError).toBe(true)
    expect(text).toMatch(says)
  })

  test('sees with a token of a prefix nothing outside of it', async () => {
    const foreign = await connect(await api.token({ scopes: ['read'], servicePrefix: 'other' }))
    expect((await call('list_findings', {}, foreign)).text).toBe(
      'No open findings. Nothing is known to leak.',
    )
    expect(await call('explain_finding', { finding }, foreign)).toMatchObject({ isError: true })
    await foreign.close()
  })

  test.each([
    ['no token', {}, 401],
    ['a token that may only push', { scopes: ['push'] as const }, 403],
  ])('with %s is refused', async (_, scopes, status) => {
    const as = 'scopes' in scopes ? await api.token(scopes) : 'tdm_wrong'
    const refused = await api.send('/mcp', { method: 'POST', as, body: '{}' })
    expect(refused.status).toBe(status)
  })

  test.each(['GET', 'DELETE', 'PUT'])(
    'is told that there is no %s, no stream and no session',
    async (method) => {
      const refused = await api.send('/mcp', { method })
      expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'POST'])
      expect(await refused.json()).toMatchObject({ reason: 'method-not-allowed' })
    },
  )
})
