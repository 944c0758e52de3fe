import { execFile } from 'node:child_process'
import { tmpdir } from 'node:os'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '#shared/time.ts'
import { fixtureBytes } from '#test/pprof/trees.ts'
import { fixture } from '#test/support/cli.ts'
import { dump } from '#test/support/pprof.ts'
import { type Served, serve } from '#test/support/serve.ts'
import { clientFolder } from './folder.ts'

const STEADY = 'runtime.gopark < runtime.selectgo < main.loop < main.main'
const LEAKING = 'runtime.gopark < runtime.chanrecv < runtime.chanrecv1 < main.recv < main.leak'
const BEFORE = Math.floor((Date.now() - 2 * HOUR) / MINUTE) * MINUTE
const folder = clientFolder()
let served: Served
/** `http://x:TOKEN@127.0.0.1:PORT/v1/services/checkout`: what a person gives to pprof. */
let checkout: string
let proto: string
let text: string

beforeAll(async () => {
  served = await serve(await folder.made)
  const address = new URL(served.url)
  address.username = 'x'
  address.password = served.token
  checkout = `${address.href}v1/services/checkout`
  proto = await push('pod-1', new Uint8Array(await fixtureBytes('go1.27.goroutine.debug0.pb.gz')))
  text = await push('pod-2', new Uint8Array(await fixtureBytes('go1.27.goroutine.debug2.txt')))
  await push('leaky', dump({ [STEADY]: 4, [LEAKING]: 100 }), BEFORE, 'leaky')
  await push('leaky', dump({ [STEADY]: 4, [LEAKING]: 250 }), undefined, 'leaky')
})

afterAll(async () => {
  await served.stop()
  await folder.remove()
})

async function push(
  instance: string,
  body: Uint8Array<ArrayBuffer>,
  at = Date.now(),
  service = 'checkout',
): Promise<string> {
  const facts = { service, instance, at: new Date(at).toISOString() }
  const response = await served.send(`/v1/profiles?${new URLSearchParams(facts)}`, { method: 'POST', body })
  expect(response.status).toBe(201)
  return ((await response.json()) as { id: string }).id
}

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** `go tool pprof` as a person calls it; what it fetches goes to a folder of its own. */
async function pprof(...args: readonly string[]): Promise<Ended> {
  const env = { ...process.env, PPROF_TMPDIR: await folder.made, PPROF_BINARY_PATH: tmpdir() }
  try {
    return { code: 0, ...(await promisify(execFile)('go', ['tool', 'pprof', ...args], { env })) }
  } catch (error) {
    const { code, stdout, stderr } = error as Ended
    return { code, stdout, stderr }
  }
}

/** Function → flat and cumulative count, as `-top` prints them. */
function topOf({ stdout }: Ended): Record<string, readonly [flat: string, cum: string]> {
  const rows = stdout.matchAll(/^ +(\S+) +\S+ +\S+ +(\S+) +\S+ +(\S.*)$/gm)
  return Object.fromEntries(
    [...rows].map(([, flat = '', cum = '', name = '']) => [name, [flat, cum] as const]),
  )
}

describe('go tool pprof opens', () => {
  test('a debug=0 profile with everything in it, also its lines', async () => {
    const path = `${checkout}/profiles/${proto}.pb.gz`
    const ended = await pprof('-top', '-nodefraction=0', path)
    expect(ended.stdout).toMatch(/^Type: goroutine$/m)
    expect(ended.stdout).toContain('of 122 total')
    expect(topOf(ended)).toMatchObject({ 'main.worker': ['0', '40'] })
    const own = await pprof('-top', '-nodefraction=0', fixture('go1.27.goroutine.debug0.pb.gz'))
    expect(topOf(ended)).toEqual(topOf(own))
    expect((await pprof('-lines', '-top', '-nodefraction=0', path)).stdout).toContain('/srv/leaky/main.go:17')
  })

  test('a text dump, which it could not read itself', async () => {
    const itself = await pprof('-top', fixture('go1.27.goroutine.debug2.txt'))
    expect(itself.stderr).toContain('unrecognized profile format')
    const ended = await pprof('-top', '-nodefraction=0', `${checkout}/profiles/${text}.pb.gz`)
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining('of 122 total') })
    expect(ended.stdout).toMatch(/^File: checkout$/m)
    expect(topOf(ended)).toMatchObject({ 'main.worker': ['40', '40'] })
    expect(ended.stderr).not.toContain('symbolz')
  })

  test('all processes at one time', async () => {
    const ended = await pprof('-top', '-nodefraction=0', `${checkout}/merge.pb.gz`)
    expect(ended.stdout).toContain('of 244 total')
    expect(topOf(ended)).toMatchObject({ 'main.worker': ['40', '80'] })
  })

  test('a profile without the frames of the runtime, so that the leaf tells something', async () => {
    const ended = await pprof('-top', '-nodefraction=0', `${checkout}/merge.pb.gz?trim=runtime`)
    expect(topOf(ended)).toMatchObject({ 'main.worker': ['80', '80'], 'time.Sleep': ['20', '20'] })
    expect(Object.keys(topOf(ended)).filter((name) => name.startsWith('runtime.'))).toEqual([])
  })

  test('the stacks one by one', async () => {
    const { stdout } = await pprof('-traces', `${checkout}/profiles/${text}.pb.gz?trim=runtime`)
    expect(stdout).toMatch(/^ +10 {3}sync\.\(\*Mutex\)\.Lock\n +main\.\(\*store\)\.locked$/m)
  })

  test('the raw profile, with functions and their binary', async () => {
    const { stdout } = await pprof('-raw', `${checkout}/profiles/${text}.pb.gz`)
    expect(stdout).toMatch(/^Samples:\ngoroutine\/count$/m)
    expect(stdout).toMatch(/^Mappings\n1: .* checkout.* \[FN\]\[FL\]\[LN\]\[IN\]$/m)
    expect(stdout).toMatch(/ main\.worker /)
  })

  test('an address with the parameters that it adds itself', async () => {
    const { code, stdout } = await pprof('-seconds=1', '-top', `${checkout}/merge.pb.gz?trim=runtime`)
    expect([code, stdout]).toEqual([0, expect.stringContaining('of 244 total')])
  })
})

describe('go tool pprof compares', () => {
  const leaky = () => checkout.replace('checkout', 'leaky')
  const at = `at=${new Date(BEFORE).toISOString()}`
  const grown = { 'main.recv': ['0', '150'], 'main.leak': ['0', '150'] }

  test('two times, in percent of the first', async () => {
    const ended = await pprof('-top', '-diff_base', `${leaky()}/merge.pb.gz?${at}`, `${leaky()}/merge.pb.gz`)
    expect(ended.stdout).toContain('of 104 total')
    expect(topOf(ended)).toMatchObject(grown)
  })

  test('them the same where Tidemark has done it', async () => {
    const ended = await pprof('-top', `${leaky()}/diff.pb.gz?base=${new Date(BEFORE).toISOString()}`)
    expect(ended.stdout).toContain('of 104 total')
    expect(ended.stdout).toMatch(/144\.23%.*main\.leak/)
    expect(topOf(ended)).toMatchObject(grown)
    expect(topOf(ended)).not.toHaveProperty('main.loop')
  })

  test('the same with itself, and finds nothing', async () => {
    const now = new Date().toISOString()
    const ended = await pprof('-top', `${leaky()}/diff.pb.gz?base=${now}&target=${now}`)
    expect([ended.code, topOf(ended)]).toEqual([0, {}])
  })
})

describe('go tool pprof says what is wrong:', () => {
  test.each([
    [
      'no such profile',
      () => `${checkout}/profiles/x.pb.gz`,
      /404 Not Found - unknown-profile: There is no such profile/,
    ],
    [
      'a parameter',
      () => `${checkout}/diff.pb.gz?base=x`,
      /400 Bad Request - bad-parameter: The parameter base must be/,
    ],
    ['no such service', () => `${checkout}x/merge.pb.gz`, /404 Not Found - unknown-service: /],
    [
      'a wrong token',
      () => `${checkout.replace('x:', 'x:no')}/merge.pb.gz`,
      /401 Unauthorized - unauthenticated: /,
    ],
  ])('%s', async (_, url, says) => {
    const { code, stderr } = await pprof('-top', url())
    expect(code).toBeGreaterThan(0)
    expect(stderr).toMatch(says)
  })
})
