import { afterAll, beforeAll, expect, test } from 'vitest'
import { withFolder } from '#test/support/cli.ts'
import { type Served, serve } from '#test/support/serve.ts'
import { clientFolder } from './folder.ts'
import { buildGo, run } from './go-program.ts'

const folder = clientFolder()
let leaky: string

beforeAll(async () => {
  leaky = await buildGo(await folder.made, 'dd-trace-go')
})

afterAll(folder.remove)

type Item = Readonly<Record<string, unknown>>

async function items(served: Served, path: string): Promise<readonly Item[]> {
  return ((await served.read(path)) as { readonly items?: readonly Item[] }).items ?? []
}

const withServer = (use: (served: Served, token: string) => Promise<void>): Promise<void> =>
  withFolder(async (home) => {
    const served = await serve(home)
    try {
      const body = JSON.stringify({ name: 'dd-trace-go', scopes: ['push'] })
      const made = await served.send('/v1/tokens', { method: 'POST', body })
      await use(served, ((await made.json()) as { readonly token: string }).token)
    } finally {
      await served.stop()
    }
  })

/** Statuses and reasons of the uploads of profiles. */
const uploads = (stdout: string): string[][] =>
  [...stdout.matchAll(/^upload (\d+) (.*)$/gm)].map(([, status = '', reason = '']) => [status, reason])

test.each([
  ['DD_API_KEY', ({ url }: Served, token: string) => ({ DD_TRACE_AGENT_URL: url, DD_API_KEY: token })],
  ['the path', ({ url }: Served, token: string) => ({ DD_TRACE_AGENT_URL: `${url}/t/${token}` })],
])('dd-trace-go with a token in %s is told 200; only its goroutines are kept', async (_, environmentOf) => {
  await withServer(async (served, token) => {
    const told = { url: served.url, token: '', more: environmentOf(served, token) }
    const { code, stdout } = await run(leaky, told)
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^end$/m)])
    expect(new Set(uploads(stdout).map(([status]) => status))).toEqual(new Set(['200']))
    expect(uploads(stdout)).toContainEqual(['200', 'not-a-goroutine-profile'])
    const snapshots = await items(served, '/v1/services/leaky/profiles')
    const expected = stdout.includes('goroutineleak true') ? ['goroutine', 'goroutineleak'] : ['goroutine']
    expect(new Set(snapshots.map(({ type }) => type))).toEqual(new Set(expected))
    for (const { goroutines } of snapshots.filter(({ type }) => type === 'goroutineleak'))
      expect(goroutines).toBe(7)
    expect(await items(served, '/v1/services/leaky/signatures')).toContainEqual(
      expect.objectContaining({ frames: expect.arrayContaining(['main.leak']), count: 7 }),
    )
    expect(await items(served, '/v1/services/leaky/processes')).toMatchObject([
      { instance: 'pod-1', version: 'v1.4.2', labels: { env: 'prod', zone: 'eu-1' } },
    ])
  })
})

test('dd-trace-go is refused without a token that may push', async () => {
  await withServer(async (served) => {
    const told = { url: served.url, token: '', more: { DD_TRACE_AGENT_URL: served.url, DD_API_KEY: 'guess' } }
    const { stdout } = await run(leaky, told)
    expect(uploads(stdout)).toContainEqual(['401', 'unauthenticated'])
    expect(await items(served, '/v1/services')).toEqual([])
  })
})
