import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withFolder } from '#test/support/cli.ts'
import { dump } from '#test/support/pprof.ts'
import { type Served, serve } from '#test/support/serve.ts'
import { clientFolder } from './folder.ts'
import { buildGo, run } from './go-program.ts'

/** Bytes of a message over the limit, which gzip makes no smaller. */
const TOO_MANY = 10 * 1024 * 1024 + 1
const folder = clientFolder()
let served: Served
let client: string
let token: string

beforeAll(async () => {
  const home = await folder.made
  served = await serve(home)
  client = await buildGo(home, 'connect-go')
  token = await tokenOf({ scopes: ['push'] })
})

afterAll(async () => {
  await served.stop()
  await folder.remove()
})

async function tokenOf(facts: Readonly<Record<string, unknown>>): Promise<string> {
  const body = JSON.stringify({ name: 'connect-go', ...facts })
  const made = await served.send('/v1/tokens', { method: 'POST', body })
  return ((await made.json()) as { readonly token: string }).token
}

async function fileOf(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(await folder.made, name)
  await writeFile(path, bytes)
  return path
}

/** Goroutines of one stack, as many as said. */
const profile = (goroutines: number): Promise<string> =>
  fileOf(`${goroutines}.pb.gz`, dump({ 'main.recv < main.worker': goroutines }))

/** What the client was told: `ok`, or a code of Connect. */
async function told(
  args: readonly string[],
  { as = token, url = served.url }: { readonly as?: string; readonly url?: string } = {},
): Promise<{ readonly code: string; readonly message: string; readonly reason: string }> {
  const { code, stdout, stderr } = await run(client, { url, token: as }, args)
  expect([code, stderr]).toEqual([0, ''])
  return JSON.parse(stdout)
}

/** Goroutines of each snapshot of a service. */
async function kept(service: string): Promise<unknown[]> {
  const { items = [] } = (await served.read(`/v1/services/${service}/profiles`)) as {
    readonly items?: readonly { readonly goroutines: number }[]
  }
  return items.map(({ goroutines }) => goroutines)
}

describe('the client that Alloy is built on', () => {
  test.each([
    ['proto', []],
    ['JSON', ['-json']],
    ['proto, compressed', ['-gzip']],
    ['JSON, compressed', ['-json', '-gzip']],
  ])('pushes in %s, and what it pushed can be read', async (name, flags) => {
    const service = name.replaceAll(/\W+/g, '-')
    const answer = await told([...flags, '-service', service, await profile(41)])
    expect(answer).toEqual({ code: 'ok', message: '', reason: '' })
    expect(await kept(service)).toEqual([41])
  })

  test('may push by the path', async () => {
    const url = `${served.url}/t/${token}`
    expect(await told(['-service', 'by-path', await profile(42)], { as: '', url })).toMatchObject({
      code: 'ok',
    })
    expect(await kept('by-path')).toEqual([42])
  })

  test('is told ok for a profile of something else, which is not kept', async () => {
    const cpu = await fileOf('cpu.pb.gz', dump({ 'main.work': 5 }, { type: 'cpu', unit: 'nanoseconds' }))
    const answer = await told(['-service', 'cpu', cpu])
    expect(answer).toEqual({ code: 'ok', message: '', reason: 'not-a-goroutine-profile' })
    expect(await kept('cpu')).toEqual([])
  })

  test('pushes the same again, as after an answer that was lost', async () => {
    const args = ['-service', 'again', await profile(43)]
    expect([await told(args), await told(args)]).toMatchObject([{ code: 'ok' }, { code: 'ok' }])
    expect(await kept('again')).toEqual([43])
  })
})

describe('what Alloy does not send again is', () => {
  test('a profile that is broken; those beside it are taken', async () => {
    const broken = await fileOf('broken.pb.gz', randomBytes(300))
    expect(await told(['-service', 'partly', await profile(44), broken])).toMatchObject({
      code: 'invalid_argument',
      message: expect.stringMatching(/^1 of 2 profiles were refused, the others are taken\. series 1, /),
    })
    expect(await kept('partly')).toEqual([44])
  })

  test.each([
    ['proto', []],
    ['JSON', ['-json']],
  ])('a message in %s that is too large', async (name, flags) => {
    const large = await fileOf('large', randomBytes(TOO_MANY))
    const answer = await told([...flags, '-service', `large-${name}`, large])
    expect(answer).toMatchObject({ code: 'invalid_argument', reason: 'body-too-large' })
  })

  test('a service of no name', async () => {
    const answer = await told(['-service', 'a b', await profile(45)])
    expect(answer).toMatchObject({ code: 'invalid_argument', reason: 'bad-service-name' })
  })

  test('what its token does not allow', async () => {
    const args = ['-service', 'foreign', await profile(46)]
    expect(await told(args, { as: 'guess' })).toMatchObject({ code: 'unauthenticated' })
    expect(await told(args, { as: '' })).toMatchObject({ code: 'unauthenticated' })
    const reader = await tokenOf({ scopes: ['read'] })
    expect(await told(args, { as: reader })).toMatchObject({ code: 'permission_denied' })
    const others = await tokenOf({ scopes: ['push'], servicePrefix: 'shop-' })
    expect(await told(args, { as: others })).toMatchObject({ code: 'permission_denied' })
    expect(await kept('foreign')).toEqual([])
  })

  test('a call of another address', async () => {
    const url = `${served.url}/v1`
    expect(await told([await profile(47)], { url })).toMatchObject({ code: 'unimplemented' })
  })
})

test('what Alloy sends again is a push over the rate of its token', async () => {
  await withFolder(async (home) => {
    const busy = await serve(home, [], { TOKEN_REQUESTS_PER_MINUTE: '1' })
    try {
      const args = ['-service', 'busy', await profile(48)]
      const there = { as: busy.token, url: busy.url }
      expect(await told(args, there)).toMatchObject({ code: 'ok' })
      expect(await told(args, there)).toMatchObject({ code: 'resource_exhausted', reason: 'rate-limited' })
    } finally {
      await busy.stop()
    }
  })
})
