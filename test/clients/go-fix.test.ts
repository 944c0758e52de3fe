import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listen } from '#infra/local/http-server.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { NOW, type TestApi, testApi } from '#test/support/api.ts'
import { tidemark } from '#test/support/cli.ts'
import { clientFolder } from './folder.ts'

/** A program that leaks a goroutine per caller who does not wait for the answer. */
const SHOP = fileURLToPath(new URL('go-fix', import.meta.url))
const LEAKING = 'make(chan string)'
const MENDED = 'make(chan string, 1)'
/** Between two profiles, in milliseconds of the server's clock. */
const STEP = 5 * MINUTE
/** Callers without patience per profile: 36 an hour. */
const IMPATIENT = 3

const folder = clientFolder()
const go = promisify(execFile)
let api: TestApi
let server: Awaited<ReturnType<typeof listen>>
let agent: Client

beforeAll(async () => {
  await cp(SHOP, await folder.made, { recursive: true })
  api = await testApi()
  server = await listen(api.app.fetch, '127.0.0.1', 0)
  agent = new Client({ name: 'coding-agent', version: '1' })
  const headers = { authorization: `Bearer ${await api.token({ scopes: ['read'] })}` }
  await agent.connect(
    new StreamableHTTPClientTransport(new URL('/mcp', server.url), { requestInit: { headers } }),
  )
})

afterAll(async () => {
  await agent.close()
  await server.close()
  await folder.remove()
})

/** What a tool of the MCP server says. */
async function ask(name: string, given: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const { content } = await agent.callTool({ name, arguments: given })
  const [{ text } = { text: '' }] = content as readonly { readonly text: string }[]
  return text
}

/** Runs the tests of the program, then compares the goroutines before and after them. */
async function gate() {
  const home = await folder.made
  await go('go', ['test', '-count=1', './price'], { cwd: home })
  const asked = ['--service', 'shop', '--url', server.url, '--token', await api.token({ scopes: ['read'] })]
  return tidemark(['gate', ...asked, '--before', 'price/before.txt', 'price/after.txt'], { home })
}

/** Builds the program as it is in the folder and lets it serve for hours of the server's clock. */
async function deploy(version: string, hours: number): Promise<void> {
  const home = await folder.made
  await go('go', ['build', '-o', version, '.'], { cwd: home })
  const program = spawn(join(home, version))
  try {
    const url = await addressOf(program)
    const start = new Date(api.clock.now).toISOString()
    let wanted = 0
    for (const end = api.clock.now + hours * HOUR; api.clock.now < end; api.clock.now += STEP) {
      await Promise.all([
        fetch(`${url}/price?patience=10s`),
        ...Array.from({ length: IMPATIENT }, () => fetch(`${url}/price?patience=0s`)),
      ])
      wanted = await push(url, wanted, { instance: version, start, version })
      if (api.clock.now % HOUR === 0) await judge()
    }
  } finally {
    program.kill()
  }
  await judge()
}

async function judge(): Promise<void> {
  const judged = await api.send('/v1/judge?service=shop&wait=true', { method: 'POST' })
  expect(judged.status).toBe(200)
}

/** Pushes what the program says of its goroutines. @returns the form that the server wants next: `debug=0` or 2 */
async function push(url: string, debug: number, facts: Readonly<Record<string, string>>): Promise<number> {
  const profile = await fetch(`${url}/debug/pprof/goroutine?debug=${debug}`)
  const at = new Date(api.clock.now).toISOString()
  const pushed = await api.push(new Uint8Array(await profile.arrayBuffer()), {
    service: 'shop',
    at,
    ...facts,
  })
  expect(pushed.status).toBe(201)
  const { next } = (await pushed.json()) as { readonly next: { readonly want: readonly string[] } }
  return next.want.includes('goroutine debug=2') ? 2 : 0
}

async function addressOf({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('the program was started without pipes')
  const [line] = await once(createInterface(stdout), 'line')
  return String(line)
}

test('an agent follows the procedure: leak found, code changed, fix verified', async () => {
  api.clock.now = NOW
  await deploy('v1.0.0', 12)

  const listed = await ask('list_findings')
  const [finding = ''] = /\S+@shop/.exec(listed) ?? []
  expect(listed).toMatch(/@shop {2}(?:probable|proven), /)
  const explained = await ask('explain_finding', { finding })
  expect(explained).toContain('acme.example/shop/price.Quote.func1')

  // The blocking line is the send, and the other one its go statement.
  expect(explained).toMatch(/Blocked at.*price\.go:13\b/)
  expect(explained).toMatch(/Started at.*price\.go:12\b/)
  expect(await ask('verify_fix', { finding, version: 'v1.0.0' })).toMatch(/^No: /)

  const leaking = await gate()
  expect([leaking.code, leaking.stderr]).toEqual([1, ''])
  expect(leaking.stdout).toContain('acme.example/shop/price.Quote.func1')
  expect(leaking.stdout).toContain('shop leaks the same stack at 36 per hour since')

  const file = join(await folder.made, 'price', 'price.go')
  await writeFile(file, (await readFile(file, 'utf8')).replace(LEAKING, MENDED))
  const mended = await gate()
  expect([mended.code, mended.stdout.split(' (')[0]]).toEqual([0, 'No goroutine leaks'])

  await deploy('v1.0.1', 0.25)
  expect(await ask('verify_fix', { finding, version: 'v1.0.1' })).toMatch(/^Not yet: /)
  await deploy('v1.0.2', 6)
  expect(await ask('verify_fix', { finding, version: 'v1.0.2' })).toMatch(/^Yes: /)
})
