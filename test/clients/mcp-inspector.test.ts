import { execFile, spawn } from 'node:child_process'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Client } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listen } from '#infra/local/http-server.ts'
import { type TestApi, testApi } from '#test/support/api.ts'
import { ended } from '#test/support/cli.ts'
import { leakingService } from '#test/support/leak.ts'
import { pages } from '#test/support/pages.ts'
import { clientFolder } from './folder.ts'
import { ERAS, TOOL_ERROR, WAYS, type Way } from './mcp-ways.ts'

const LOCKED = fileURLToPath(new URL('mcp-inspector', import.meta.url))
const INSPECTOR = 'node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js'

const folder = clientFolder()
let api: TestApi
let server: Awaited<ReturnType<typeof listen>>
let finding: string

beforeAll(async () => {
  const home = await folder.made
  await cp(LOCKED, home, { recursive: true })
  // Not `npm ci`: an optional package for Windows, which not every registry has, is missing in the lock file.
  const install = ['install', '--ignore-scripts', '--no-audit', '--no-fund']
  await promisify(execFile)('npm', install, { cwd: home })
  api = await testApi()
  await leakingService(api, 'checkout', 12)
  const [{ id } = {}] = await pages(api, '/v1/findings?service=checkout')
  finding = String(id)
  server = await listen(api.app.fetch, '127.0.0.1', 0)
}, 300_000)

afterAll(async () => {
  await server.close()
  await folder.remove()
})

const CASES = WAYS.flatMap((way) => ERAS.map((era) => ({ way, era, name: way.name })))

const DUMP = 'goroutine 1 [chan receive, 3 minutes]:\nmain.recv()\n\t/src/main.go:10 +0x1d\n'

/** Calls, and what of their answer is known. */
const CALLS = [
  { name: 'list_findings', given: () => ({ service: 'checkout', limit: 5 }), says: '@checkout  probable' },
  { name: 'explain_finding', given: () => ({ finding }), says: '# Goroutine leak in checkout' },
  { name: 'compare', given: () => ({ service: 'checkout' }), says: '+12' },
  { name: 'analyze_dump', given: () => ({ dump: DUMP }), says: 'main.recv [chan receive]' },
  { name: 'verify_fix', given: () => ({ finding, version: 'v1.4.2' }), says: 'No: it grows in v1.4.2' },
] as const

const REFUSED = [
  { name: 'list_findings', given: () => ({ limit: 200 }), says: 'limit: Invalid value' },
  { name: 'compare', given: () => ({ service: 'chekcout' }), says: 'No profile of this service' },
  { name: 'explain_finding', given: () => ({ finding: 'x' }), says: 'list_findings lists them' },
] as const

/** What a caller is told, whatever the transport puts around it. */
interface Told {
  readonly content: readonly unknown[]
  readonly isError: boolean
}

const toldBy = ({ content, isError }: Record<string, unknown>): Told => ({
  content: content as readonly unknown[],
  isError: isError === true,
})

async function sdkClient(way: Way, token: string): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' })
  await client.connect(way.transport(server.url, token))
  return client
}

describe.each(CASES)('the MCP inspector over $name, $era', ({ way, era }) => {
  let token: string
  let sdk: Client

  beforeAll(async () => {
    token = await api.token({ scopes: ['read'] })
    sdk = await sdkClient(way, token)
  })
  afterAll(() => sdk.close())

  /** Its exit code, the result that it prints and what it complains of. */
  async function inspector(as: string, ...args: readonly string[]) {
    const home = await folder.made
    const options = ['--cli', '--format', 'json', '--stored-auth-only', '--protocol-era', era]
    const words = [join(home, INSPECTOR), ...options, ...args, ...way.target(server.url, as)]
    const child = spawn(process.execPath, words, { env: { HOME: home, PATH: process.env.PATH } })
    const { code, stdout, stderr } = await ended(child)
    return { code, result: stdout === '' ? {} : JSON.parse(stdout).result, stderr }
  }

  /** What a tool tells the inspector, which is what it tells the SDK. */
  async function called(
    name: string,
    given: Readonly<Record<string, unknown>>,
    { as, by } = { as: token, by: sdk },
  ) {
    const call = ['--method', 'tools/call', '--tool-name', name, '--tool-args-json', JSON.stringify(given)]
    const { code, result } = await inspector(as, ...call)
    expect(toldBy(result)).toEqual(toldBy(await by.callTool({ name, arguments: given })))
    return { code, told: JSON.stringify(result.content) }
  }

  test('lists the tools as the SDK does, and finds no schema that a client may refuse', async () => {
    const { code, result, stderr } = await inspector(token, '--method', 'tools/list', '--strict')
    expect([code, stderr]).toEqual([0, ''])
    expect(result.tools).toEqual((await sdk.listTools()).tools)
  })

  test.each(CALLS)('calls $name, and is answered what the SDK is', async ({ name, given, says }) => {
    const { code, told } = await called(name, given())
    expect([code, told]).toEqual([0, expect.stringContaining(says)])
  })

  test.each(REFUSED)('is told by $name why it is refused: $says', async ({ name, given, says }) => {
    const { code, told } = await called(name, given())
    expect([code, told]).toEqual([TOOL_ERROR, expect.stringContaining(says)])
  })

  test('sees with a token of another prefix nothing of a handle that it was given', async () => {
    const as = await api.token({ scopes: ['read'], servicePrefix: 'other' })
    const by = await sdkClient(way, as)
    const { code, told } = await called('explain_finding', { finding }, { as, by })
    expect([code, told]).toEqual([TOOL_ERROR, expect.not.stringContaining('main.recv')])
    await by.close()
  })

  test('is told of a token that may only push what it lacks', async () => {
    const as = await api.token({ scopes: ['push'] })
    const { code, result, stderr } = await inspector(
      as,
      ...['--method', 'tools/call', '--tool-name', 'list_findings'],
    )
    const { exit, says } = way.refusesToPush[era]
    expect(code).toBe(exit)
    expect(stderr + JSON.stringify(result)).toContain(says)
  })
})
