import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fixture } from '#test/support/cli.ts'
import tidemark from '../../package.json' with { type: 'json' }
import { layContext, ROOT } from './build-context.ts'
import { type Engine, engine } from './engine.ts'
import { DOCKERFILE, filesOf, wordsOf } from './play.ts'
import { standIns } from './stand-ins.ts'

const run = promisify(execFile)
let home: string
let docker: Engine['docker']
let shell: Engine['shell']
/** Ids of two images of these sources. */
let images: readonly [string, string]
/** Folder of the second base. */
let base: string

/** @param context the folder that is sent; @returns the id of the image */
async function build(context: string, bases: readonly string[]): Promise<string> {
  const froms = DOCKERFILE.getInstructions().filter((each) => each.getKeyword() === 'FROM')
  const instead = froms.flatMap((from, i) => [
    '--build-context',
    `${wordsOf(from)[0]}=container-image://localhost/${bases[i]}`,
  ])
  const options = [
    '--isolation',
    'chroot',
    '--layers=false',
    '--timestamp',
    '0',
    '--format',
    'docker',
    '--quiet',
  ]
  return (await docker('build', ...options, ...instead, '--tag', 'tidemark', context)).trim()
}

const mounted = async (image: string): Promise<string> => (await docker('image', 'mount', image)).trim()

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tidemark-image-'))
  ;({ docker, shell } = await engine(home))
  const bases = await standIns({ docker, shell }, home)
  base = await mounted(bases[1])
  const first = await build(ROOT, bases)
  // As another machine would send them: another folder, another umask.
  const elsewhere = join(home, 'elsewhere')
  await mkdir(elsewhere)
  await layContext(elsewhere)
  await run('cp', [join(ROOT, 'Dockerfile'), join(ROOT, '.dockerignore'), elsewhere])
  await run('chmod', ['-R', 'go=', elsewhere])
  images = [first, await build(elsewhere, bases)]
})

afterAll(async () => {
  await docker('rm', '--all', '--force')
  await docker('image', 'umount', '--all')
  await rm(home, { recursive: true, force: true })
})

test('the same sources give the same layers and the same settings', async () => {
  // Not the same id: podman writes the name of the container in which it built into an image, as BuildKit does not.
  const [first, second] = await Promise.all(
    images.map(async (image) => {
      const [{ RootFS, Config, History, Size }] = JSON.parse(await docker('image', 'inspect', image))
      return { RootFS, Config, History, Size }
    }),
  )
  expect(second).toEqual(first)
})

test('the image holds the executable that is released, and no other file besides its base', async () => {
  const root = await mounted(images[0])
  expect(filesOf(root).filter((file) => !filesOf(base).includes(file))).toEqual(['usr/bin/tidemark'])
  const out = join(home, 'release')
  await run(process.execPath, ['infra/release/main.ts', '--here', '--out', out], { cwd: ROOT })
  const sum = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')
  expect(sum(join(root, 'usr/bin/tidemark'))).toBe(sum(join(out, 'tidemark')))
})

test('the image is as large as the executable and its libraries', async () => {
  const [{ Size }] = JSON.parse(await docker('image', 'inspect', images[0]))
  const executable = statSync(join(await mounted(images[0]), 'usr/bin/tidemark')).size
  expect(Size - executable).toBeLessThan(32 * 1024 * 1024)
})

/** Waits for the server, which listens a moment after its container has started. */
const LISTENS =
  "timeout 60 sh -c 'until docker exec tidemark tidemark health; do sleep 0.1; done' >/dev/null 2>&1"

describe('a container, started as the page says', () => {
  let pid: string
  const inside = (...args: readonly string[]) => docker('exec', 'tidemark', 'tidemark', ...args)

  beforeAll(async () => {
    const page = await readFile(join(ROOT, 'docs/container.md'), 'utf8')
    const [, lines = ''] = /^## First start$.*?^```sh\n(.*?)^```$/ms.exec(page) ?? []
    const printed = await shell(lines.replace(/^docker cp/m, `${LISTENS}\ndocker cp`))
    expect(printed).toMatch(/admin token in \/data\/admin-token$/m)
    expect(printed.trimEnd()).toMatch(/tdm_local_\w+$/)
    pid = (await docker('inspect', 'tidemark', '--format', '{{.State.Pid}}')).trim()
  })

  test('runs as a user and a group without rights', async () => {
    const status = await readFile(`/proc/${pid}/status`, 'utf8')
    expect(status).toMatch(/^Uid:\t1000\t1000\t1000\t1000$/m)
    expect(status).toMatch(/^Gid:\t1000\t1000\t1000\t1000$/m)
    expect(status).toMatch(/^CapBnd:\t0+$/m)
    expect(status).toMatch(/^NoNewPrivs:\t1$/m)
  })

  test('is healthy by the check of the image, and ready', async () => {
    await docker('healthcheck', 'run', 'tidemark')
    expect(await inside('health', '--ready')).toBe('ok\n')
    expect(await inside('--version')).toBe(`tidemark ${tidemark.version}\n`)
  })

  test('listens on the port of the image and serves its page', async () => {
    const fetches = 'console.log(await (await fetch("http://127.0.0.1:4180")).text())'
    const { stdout } = await run('nsenter', [
      ...['--target', pid, '--net', process.execPath, '--input-type=module', '--eval'],
      fetches,
    ])
    expect(stdout).toContain('<title>')
  })

  test('takes a profile, and has it after a restart', async () => {
    await docker('cp', fixture('created-by-go121.txt'), 'tidemark:/data/dump.txt')
    const pushed = await inside('push', '--service', 'checkout', '--data', '/data', '/data/dump.txt')
    expect(pushed).toContain('stored, 3 goroutines in 2 stacks')
    await docker('stop', 'tidemark')
    expect((await docker('inspect', 'tidemark', '--format', '{{.State.ExitCode}}')).trim()).toBe('0')
    await shell(`docker start tidemark\n${LISTENS}`)
    const again = await inside('push', '--service', 'checkout', '--data', '/data', '/data/dump.txt')
    expect(again).toContain('duplicate, 3 goroutines in 2 stacks')
  })

  test('keeps another container off its volume', async () => {
    await expect(docker('run', '--rm', '-v', 'tidemark:/data', 'tidemark')).rejects.toMatchObject({
      stderr: expect.stringContaining('/data'),
    })
  })

  test('has no shell', async () => {
    await expect(docker('exec', 'tidemark', 'sh', '-c', 'true')).rejects.toThrow(/not found|no such file/)
  })
})
