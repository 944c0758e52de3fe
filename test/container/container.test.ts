import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { tokenPath } from '#infra/local/first-token.ts'
import { ended, withFolder } from '#test/support/cli.ts'
import { DOCKERFILE, execForm, filesOf, play, sent, wordsOf } from './play.ts'

const named = (keyword: string) =>
  DOCKERFILE.getInstructions().filter((each) => each.getKeyword() === keyword)
const last = (keyword: string) => named(keyword).at(-1)

describe('the Dockerfile', () => {
  test('builds on one exact version of Node, that of .node-version', () => {
    const version = readFileSync('.node-version', 'utf8').trim()
    expect(named('FROM').map((each) => wordsOf(each)[0])).toEqual([
      `node:${version}-bookworm-slim`,
      `node:${version}-bookworm-slim`,
    ])
  })

  test('runs as a user without rights, told by number', () => {
    expect(Number(wordsOf(last('USER'))[0])).toBeGreaterThan(0)
    const all = DOCKERFILE.getInstructions()
    const after = all.slice(all.findLastIndex((each) => each.getKeyword() === 'USER'))
    expect(after[0]?.getKeyword()).toBe('USER')
    expect(after.filter((each) => ['RUN', 'COPY'].includes(each.getKeyword()))).toEqual([])
  })

  test('starts node itself: signals reach it without a shell between', () => {
    const command = [...execForm(last('ENTRYPOINT')), ...execForm(last('CMD'))]
    expect(command.slice(0, 3)).toEqual(['node', '/opt/tidemark/cli/main.ts', 'serve'])
    expect(wordsOf(last('VOLUME'))).toEqual([command[command.indexOf('--data') + 1]])
  })

  test('fetches nothing by address, and no secret is in it', () => {
    expect(named('ADD')).toEqual([])
    expect(DOCKERFILE.getInstructions().map(String).join('\n')).not.toMatch(/https:|TOKEN|password/i)
  })

  test('is sent neither data nor history of this folder', async () => {
    const names = await sent()
    for (const name of ['.git', '.tidemark', 'node_modules', 'test']) expect(names).not.toContain(name)
  })

  test('lies where docs/agent.md looks for it', () => {
    const pages = ['docs/agent.md', 'docs/container.md'].map((page) => readFileSync(page, 'utf8'))
    for (const page of pages) expect(page).toContain(`${wordsOf(last('WORKDIR'))[0]}/cli/main.ts`)
  })
})

test(
  'its steps, done in a folder, make a Tidemark that serves, is healthy and ends when it is told to',
  () =>
    withFolder(async (folder) => {
      const root = await play(folder)
      expect(filesOf(root).filter((file) => /\.test\.ts$|admin-token/.test(file))).toEqual([])
      const here = (words: readonly string[]): string[] =>
        words.map((word) => (/^\/(?:opt|data)/.test(word) ? join(root, word) : word))
      const [node, ...args] = here([...execForm(last('ENTRYPOINT')), ...execForm(last('CMD'))])
      expect(node).toBe('node')
      // On this machine only, and beside whatever else listens here.
      const local = args.map((word) => (word === '0.0.0.0' ? '127.0.0.1' : word))
      const child = spawn(process.execPath, [...local, '--port', '0'], { cwd: root, env: { HOME: root } })
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

      const [, ...check] = execForm(last('HEALTHCHECK')).map((word) =>
        word.replace('http://127.0.0.1:4180', url),
      )
      const healthy = () => promisify(execFile)(process.execPath, check)
      await healthy()
      child.kill('SIGTERM')
      expect((await end).code).toBe(0)
      await expect(healthy()).rejects.toMatchObject({ code: 1 })
    }),
  120_000,
)
