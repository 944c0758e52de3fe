import { execFile, spawn } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { fakeTarget } from '#test/support/agent.ts'
import { type Ended, ended, fixture, SHOPFRONT } from '#test/support/cli.ts'
import { listening } from '#test/support/serve.ts'
import tidemark from '../../package.json' with { type: 'json' }
import { EMULATOR, isEmulated } from './emulator.ts'

const [release] = inject('releases')
const PACKAGE = join(release, `tidemark-${tidemark.version}.tgz`)
const DUMP = fixture('created-by-go121.txt')

/** How Tidemark came onto a machine: the words of its command, and the folder with the only Node that is found. */
interface Installed {
  readonly command: readonly [string, ...string[]]
  readonly path: string
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidemark-installed-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const made = (name: string): string => {
  const path = join(folder, name)
  mkdirSync(path, { recursive: true })
  return path
}

/** Installs the package with npm into an empty prefix, from nowhere but its file. */
async function withNpm(nodeFolder: string): Promise<Installed> {
  const prefix = made(`prefix-${Math.random()}`)
  const install = ['install', '--global', '--offline', '--no-audit', '--prefix', prefix, PACKAGE]
  await promisify(execFile)('npm', install, { env: { PATH: process.env.PATH, HOME: made('home-of-npm') } })
  return { command: [join(prefix, 'bin/tidemark')], path: [nodeFolder, '/usr/bin', '/bin'].join(delimiter) }
}

/** The folder of a Node of another version, from npm. */
async function otherNode(version: string): Promise<string> {
  const at = made(`node-${version}`)
  const name = `node-linux-${process.arch}`
  await promisify(execFile)('npm', ['install', '--no-audit', '--prefix', at, `${name}@${version}`])
  return join(at, 'node_modules', name, 'bin')
}

type Way = readonly [string, () => Promise<Installed>]

const EMULATED: Way = [
  'the executable for arm64 on an emulated processor',
  async () => ({ command: [...EMULATOR, join(release, 'tidemark-linux-arm64')], path: '' }),
]

const WAYS: readonly Way[] = [
  ['the package on Node 22.13', async () => withNpm(await otherNode('22.13.0'))],
  ['the package on Node 24', async () => withNpm(dirname(process.execPath))],
  [
    'the executable without Node',
    async () => ({ command: [join(release, `tidemark-linux-${process.arch}`)], path: '' }),
  ],
  ...(isEmulated ? [EMULATED] : []),
]

test('an older Node is told what is needed', async () => {
  const {
    command: [command],
    path,
  } = await withNpm(await otherNode('20.19.0'))
  expect(await ended(spawn(command, ['--version'], { env: { HOME: folder, PATH: path } }))).toEqual({
    code: 2,
    stdout: '',
    stderr: 'tidemark needs Node 22.13 or newer, this is 20.19.0\n',
  })
})

describe.each(WAYS)('%s', (_, install) => {
  let installed: Installed
  let home: string
  beforeAll(async () => {
    installed = await install()
    home = await mkdtemp(join(folder, 'home-'))
  })

  /** From an empty folder that is also the home, with no other setting. */
  const start = (args: readonly string[]) => {
    const [program, ...words] = installed.command
    return spawn(program, [...words, ...args], { cwd: home, env: { HOME: home, PATH: installed.path } })
  }
  const run = async (...args: readonly string[]): Promise<Ended> => ended(start(args))

  test('tells its version', async () => {
    expect(await run('--version')).toEqual({ code: 0, stdout: `tidemark ${tidemark.version}\n`, stderr: '' })
  })

  test('analyzes a dump', async () => {
    const { code, stdout, stderr } = await run('analyze', DUMP)
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('3 goroutines in 2 stacks')
  })

  test('judges a recorded case', async () => {
    const { code, stdout, stderr } = await run('judge', SHOPFRONT)
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/● (?:probable|proven) {2}shopfront/)
  })

  test('shows the demo to its end, with the thread that judges', async () => {
    const { code, stdout, stderr } = await run('demo', '--exit')
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/Cause:\s+An\s+http\.Transport\s+per\s+request/)
  })

  test('serves its page and takes what push and agent send', async () => {
    const child = start(['serve', '--data', 'data', '--port', '0'])
    onTestFinished(() => void child.kill('SIGKILL'))
    const { url, end } = await listening(child)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    const html = await (await fetch(url)).text()
    const [, script] = /src="(\/assets\/[^"]+\.js)"/.exec(html) ?? []
    expect((await fetch(url + script)).headers.get('content-type')).toContain('text/javascript')

    const token = readFileSync(join(home, 'data/admin-token'), 'utf8').trim()
    const server = ['--url', url, '--token', token]
    expect(await run('push', '--service', 'checkout', DUMP, ...server)).toMatchObject({ code: 0, stderr: '' })
    const target = await fakeTarget()
    const agent = ['agent', '--once', '--service', 'cart', '--target', target.url]
    expect(await run(...agent, ...server)).toMatchObject({ code: 0, stderr: '' })
    await target.close()
    const services = await fetch(`${url}/v1/services`, { headers: { authorization: `Bearer ${token}` } })
    expect(await services.json()).toMatchObject({ items: [{ name: 'cart' }, { name: 'checkout' }] })
    expect(await run('report', '--now', ...server)).toMatchObject({ code: 0, stderr: '' })

    child.kill('SIGTERM')
    expect((await end).code).toBe(0)
  })

  test('completes in a shell, and says what is wrong in a line', async () => {
    expect((await run('completion', 'bash')).stdout).toContain('complete -o default -F _tidemark tidemark')
    const { code, stderr } = await run('analyze', 'nowhere.txt')
    expect(code).toBe(1)
    expect(stderr).toMatch(/^tidemark analyze: nowhere\.txt cannot be read.*\n$/)
  })
})
