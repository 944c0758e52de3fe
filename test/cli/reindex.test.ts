import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { iso } from '#shared/time.ts'
import { fixture, tidemark } from '#test/support/cli.ts'
import { type Served, serve } from '#test/support/serve.ts'

const DUMP = fixture('go1.24.goroutine.debug0.pb.gz')
let home: string
let served: Served

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tidemark-test-'))
  served = await serve(home)
  const at = iso(await served.now())
  for (const service of ['checkout', 'shop/cart'])
    expect((await run('push', '--service', service, '--at', at, DUMP)).code).toBe(0)
})
afterAll(async () => {
  await served.stop()
  await rm(home, { recursive: true })
})

const run = (...args: string[]) => tidemark([...args, '--url', served.url, '--data', served.data], { home })

test.each([
  ['all profiles', [], 2],
  ['those of one service', ['--service', 'shop/cart'], 1],
  ['all profiles, one a second', ['--rate', '1'], 2],
  ['none of a service that there is not', ['--service', 'other'], 0],
  ['those of the last days, some days side by side', ['--days', '5'], 2],
  ['none of a day that had none', ['--day', '2020-02-29'], 0],
])('reindex queues %s and says how many', async (_, args, queued) => {
  const { code, stdout, stderr } = await run('reindex', ...args)
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toBe(`${queued} profiles and socket tables are queued; each is indexed within minutes\n`)
})

test.each(['0', '-1', '1.5', 'fast', '1000000'])('reindex refuses the rate %s', async (rate) => {
  const { code, stderr } = await run('reindex', `--rate=${rate}`)
  expect(code).toBe(2)
  expect(stderr).toContain(`--rate is ${rate}; it must be a whole number from 1 to 999999`)
})

test.each([
  [['--days', '0'], '--days is 0; it must be a whole number from 1 to 400'],
  [['--days', '3', '--cursor', 'x'], '--days goes without --day and --cursor'],
])('reindex refuses %j', async (args, message) => {
  const { code, stderr } = await run('reindex', ...args)
  expect(code).toBe(2)
  expect(stderr).toContain(message)
})

test('reindex ends with 1 and the reason where the server refuses', async () => {
  const { code, stderr } = await run('reindex', '--cursor', 'x')
  expect(code).toBe(1)
  expect(stderr).toContain('answered 400 (bad-parameter): The parameter cursor is not one')
})
