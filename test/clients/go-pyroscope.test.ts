import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withFolder } from '#test/support/cli.ts'
import { type Served, serve } from '#test/support/serve.ts'
import { clientFolder } from './folder.ts'
import { buildGo, run, runUntil } from './go-program.ts'

const GUIDE = new URL('../../docs/clients/pyroscope-go.md', import.meta.url)
const folder = clientFolder()
/** The program of the guide, but faster. */
let guide: string
/** One that sends all kinds of profiles. */
let leaky: string

beforeAll(async () => {
  guide = await buildGo(await folder.made, 'pyroscope-go', await programOfGuide())
  leaky = await buildGo(await folder.made, 'pyroscope-go')
})

afterAll(folder.remove)

async function programOfGuide(): Promise<string> {
  const [, program = ''] = /^```go\n(.*?)^```$/ms.exec(await readFile(GUIDE, 'utf8')) ?? []
  expect(program).toContain('60 * time.Second')
  return program
    .replace('60 * time.Second', '200 * time.Millisecond')
    .replace('"v1.4.2"', 'append(os.Args, "v1.4.2")[1]')
}

const withServer = (use: (served: Served) => Promise<void>): Promise<void> =>
  withFolder(async (home) => {
    const served = await serve(home)
    try {
      await use(served)
    } finally {
      await served.stop()
    }
  })

async function tokenTo(served: Served, scope: 'push' | 'read'): Promise<string> {
  const body = JSON.stringify({ name: `pyroscope-${scope}`, scopes: [scope] })
  const made = await served.send('/v1/tokens', { method: 'POST', body })
  return ((await made.json()) as { readonly token: string }).token
}

type Item = Readonly<Record<string, unknown>>

/** Items of a list; none where nobody knows the service. */
async function items(served: Served, path: string): Promise<readonly Item[]> {
  return ((await served.read(path)) as { readonly items?: readonly Item[] }).items ?? []
}

const errors = (stdout: string): string[] => stdout.split('\n').filter((line) => line.includes('[ERROR]'))

describe('the program of the guide', () => {
  test.each([
    ['Basic', ({ url }: Served, token: string) => ({ url, token })],
    ['a token in the path', ({ url }: Served, token: string) => ({ url: `${url}/t/${token}`, token: '' })],
  ])('pushes by %s, and what it pushed can be read', async (_, toldOf) => {
    await withServer(async (served) => {
      const path = '/v1/services/checkout'
      const told = toldOf(served, await tokenTo(served, 'push'))
      const { stdout } = await runUntil(guide, told, async ({ stdout }) => {
        const uploads = stdout.match(/uploading at/g) ?? []
        return uploads.length > 2 && (await items(served, `${path}/profiles`)).length > 0
      })
      expect(errors(stdout)).toEqual([])
      const [snapshot] = await items(served, `${path}/profiles`)
      expect(snapshot).toMatchObject({ type: 'goroutine', debug: 0, source: 'pyroscope' })
      expect(await items(served, `${path}/processes`)).toMatchObject([
        {
          instance: hostname(),
          version: 'v1.4.2',
          labels: { 'process.runtime.version': expect.stringMatching(/^go1\./) },
        },
      ])
      const folded = await served.send(`${path}/profiles/${snapshot?.id}.folded`)
      expect(await folded.text()).toMatch(/main\.main.* 1$/m)
    })
  })

  test('with another version after a restart on the same host is another process of the same session', async () => {
    await withServer(async (served) => {
      const token = await tokenTo(served, 'push')
      const path = '/v1/services/checkout/processes'
      for (const version of ['v1.4.2', 'v1.5.0']) {
        const isKept = async () => (await items(served, path)).some((process) => process.version === version)
        await runUntil(guide, { url: served.url, token }, isKept, [version])
      }
      const [before, after, ...more] = await items(served, path)
      expect([before?.version, after?.version, more]).toEqual(['v1.4.2', 'v1.5.0', []])
      const sessionOf = (id: unknown) => /@(session-[0-9a-f]+),version-/.exec(String(id))?.[1]
      expect(sessionOf(before?.id)).toBeTypeOf('string')
      expect(sessionOf(after?.id)).toBe(sessionOf(before?.id))
      expect(after?.firstSeen).toBeTypeOf('string')
      expect(String(after?.firstSeen) > String(before?.lastSeen)).toBe(true)
    })
  })

  test('logs why it is refused, and not its token', async () => {
    await withServer(async (served) => {
      for (const [token, says] of [
        ['guess', /failed to upload: \(401\).*"unauthenticated"/],
        [await tokenTo(served, 'read'), /failed to upload: \(403\).*"permission_denied"/],
      ] as const) {
        const told = { url: `${served.url}/t/${token}`, token: '' }
        const { stdout } = await runUntil(guide, told, async ({ stdout }) => errors(stdout).length > 0)
        expect(errors(stdout)[0]).toMatch(says)
        expect(errors(stdout).join()).not.toContain(token)
      }
      expect(await items(served, '/v1/services')).toEqual([])
    })
  })
})

describe('a program that leaks and profiles everything', () => {
  test('is told 200 for each upload; only its goroutines are kept', async () => {
    await withServer(async (served) => {
      const told = { url: served.url, token: await tokenTo(served, 'push') }
      const { code, stdout } = await run(leaky, told)
      expect([code, errors(stdout), stdout]).toEqual([0, [], expect.stringMatching(/^end$/m)])
      const uploads = [...stdout.matchAll(/^upload (\d+) (.*)$/gm)].map(([, status, reason]) => [
        status,
        reason,
      ])
      expect(new Set(uploads.map(([status]) => status))).toEqual(new Set(['200']))
      expect(uploads).toContainEqual(['200', 'not-a-goroutine-profile'])
      const snapshots = await items(served, '/v1/services/leaky/profiles')
      const expected = stdout.includes('goroutineleak true') ? ['goroutine', 'goroutineleak'] : ['goroutine']
      expect(new Set(snapshots.map(({ type }) => type))).toEqual(new Set(expected))
      for (const { goroutines } of snapshots.filter(({ type }) => type === 'goroutineleak'))
        expect(goroutines).toBe(7)
      const stacks = await items(served, '/v1/services/leaky/signatures')
      expect(stacks).toContainEqual(
        expect.objectContaining({ frames: expect.arrayContaining(['main.leak']), count: 7 }),
      )
      expect(await items(served, '/v1/services/leaky/processes')).toMatchObject([
        { instance: 'pod-1', labels: { zone: 'eu-1' } },
      ])
    })
  })
})
