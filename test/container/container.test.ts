import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { tokenPath } from '#infra/local/first-token.ts'
import { ended, withFolder } from '#test/support/cli.ts'
import { SENT } from './build-context.ts'
import { DOCKERFILE, execForm, filesOf, play, wordsOf } from './play.ts'

const named = (keyword: string) =>
  DOCKERFILE.getInstructions().filter((each) => each.getKeyword() === keyword)
const last = (keyword: string) => named(keyword).at(-1)

describe('the Dockerfile', () => {
  test('builds with the Node of .node-version, on images named by their digest', () => {
    const version = readFileSync('.node-version', 'utf8').trim()
    const digest = '@sha256:[0-9a-f]{64}'
    expect(named('FROM').map((each) => wordsOf(each)[0])).toEqual([
      expect.stringMatching(new RegExp(`^node:${version}-bookworm-slim${digest}$`)),
      expect.stringMatching(new RegExp(`^gcr.io/distroless/cc-debian13:nonroot${digest}$`)),
    ])
  })

  test('runs as a user and a group without rights, told by number', () => {
    expect(wordsOf(last('USER'))[0]).toMatch(/^[1-9]\d*:[1-9]\d*$/)
    const all = DOCKERFILE.getInstructions()
    const after = all.slice(all.findLastIndex((each) => each.getKeyword() === 'USER'))
    expect(after[0]?.getKeyword()).toBe('USER')
    expect(after.filter((each) => ['RUN', 'COPY'].includes(each.getKeyword()))).toEqual([])
  })

  test('starts tidemark itself: signals reach it without a shell between, and there is no shell', () => {
    const command = [...execForm(last('ENTRYPOINT')), ...execForm(last('CMD'))]
    expect(command.slice(0, 2)).toEqual(['/usr/bin/tidemark', 'serve'])
    expect(execForm(last('HEALTHCHECK'))).toEqual(['/usr/bin/tidemark', 'health'])
    expect(wordsOf(last('VOLUME'))).toEqual([command[command.indexOf('--data') + 1]])
  })

  // The base works in a home that only its own user may enter, and some runtimes do not start another one there.
  test('works in a folder that its user may enter', () => {
    const all = DOCKERFILE.getInstructions()
    const stage = all.slice(all.findLastIndex((each) => each.getKeyword() === 'FROM'))
    const folders = stage.filter((each) => each.getKeyword() === 'WORKDIR')
    expect(folders.map((each) => wordsOf(each))).toEqual([['/']])
  })

  test('fetches nothing by address, and no secret is in it', () => {
    expect(named('ADD')).toEqual([])
    expect(DOCKERFILE.getInstructions().map(String).join('\n')).not.toMatch(/https:|TOKEN|password/i)
  })

  test('is sent neither data nor history of this folder', () => {
    for (const name of ['.git', '.tidemark', 'node_modules', 'test']) expect(SENT).not.toContain(name)
  })
})

test(
  'its steps, done in a folder, make a Tidemark that serves, is healthy and ends when it is told to',
  () =>
    withFolder(async (folder) => {
      const root = await play(folder)
      expect(filesOf(root)).toEqual(['usr/bin/tidemark'])
      const here = (words: readonly string[]): string[] =>
        words.map((word) => (/^\/(?:usr|data)/.test(word) ? join(root, word) : word))
      const [program = '', ...args] = here([...execForm(last('ENTRYPOINT')), ...execForm(last('CMD'))])
      // On this machine only, and beside whatever else listens here.
      const local = args.map((word) => (word === '0.0.0.0' ? '127.0.0.1' : word))
      const env = { HOME: join(root, 'data'), PATH: '' }
      await promisify(execFile)(program, ['serve', '--data', join(root, 'data'), '--init'], { env })
      const child = spawn(program, [...local, '--port', '0'], { cwd: root, env })
      const end = ended(child)
      const [line]: string[] = await Promise.race([
        once(createInterface(child.stdout), 'line'),
        end.then(({ stderr }) => Promise.reject(new Error(stderr))),
      ])
      const url = /http:\S+$/.exec(line ?? '')?.[0] ?? ''
      expect((await fetch(`${url}/readyz`)).status).toBe(200)
      expect(await (await fetch(url)).text()).toContain('<title>')
      const token = readFileSync(tokenPath(join(root, 'data')), 'utf8').trim()
      const services = await fetch(`${url}/v1/services`, { headers: { authorization: `Bearer ${token}` } })
      expect(await services.json()).toEqual({ items: [] })

      const [check = '', ...words] = here(execForm(last('HEALTHCHECK')))
      const healthy = () => promisify(execFile)(check, words, { env: { ...env, TIDEMARK_URL: url } })
      await healthy()
      child.kill('SIGTERM')
      expect((await end).code).toBe(0)
      await expect(healthy()).rejects.toMatchObject({ code: 1 })
    }),
  120_000,
)
