import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fixture, tidemark, withFolder } from '#test/support/cli.ts'
import { dump } from '#test/support/pprof.ts'
import { serve } from '#test/support/serve.ts'

const BEFORE = dump({
  'runtime.gopark < main.recv < main.leak': 5,
  'main.loop < main.main': 1,
  'main.gone': 2,
})
const AFTER = dump({
  'runtime.gopark < main.recv < main.leak': 1_305,
  'main.loop < main.main': 1,
  'main.new': 1,
})

/** Runs `tidemark diff` of the two dumps above. */
const diff = (args: readonly string[] = []) =>
  withFolder(async (home) => {
    await writeFile(join(home, 'a'), BEFORE)
    await writeFile(join(home, 'b'), AFTER)
    return tidemark(['diff', 'a', 'b', ...args], { home })
  })

describe.concurrent('tidemark diff', () => {
  test('is a table of what grew, the most first', async () => {
    const { code, stdout, stderr } = await diff()
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toBe(`8 → 1,307 goroutines (+1,299): 2 stacks grew, 1 fell

change  base  target  stack
+1,300     5   1,305  main.recv
    +1     0       1  main.new
`)
  })

  test('says how many more there are than it shows', async () => {
    expect((await diff(['--top', '1'])).stdout).toContain('… 1 more stack grew; --top 2 shows them\n')
  })

  test('for machines has what fell too', async () => {
    const { stdout } = await diff(['--json'])
    expect(JSON.parse(stdout)).toMatchObject({
      base: 8,
      target: 1_307,
      change: 1_299,
      stacks: [
        { frames: ['main.recv', 'main.leak'], ownCode: 'main.recv', base: 5, target: 1_305, change: 1_300 },
        { frames: ['main.new'], base: 0, target: 1, change: 1 },
        { frames: ['main.gone'], base: 2, target: 0, change: -2 },
      ],
    })
  })

  test('finds nothing between two forms of one moment but the stacks that only one of them sees', async () => {
    const forms = ['go1.27.goroutine.debug0.pb.gz', 'go1.27.goroutine.debug2.txt'].map(fixture)
    const { stdout } = await tidemark(['diff', ...forms])
    expect(stdout).toMatch(/^122 → 122 goroutines \(0\)/)
    expect(stdout).not.toContain('main.worker')
  })

  test('takes ids of profiles from a server', () =>
    withFolder(async (home) => {
      const served = await serve(home)
      const push = async (body: Uint8Array<ArrayBuffer>, instance: string): Promise<string> => {
        const path = `/v1/profiles?service=team/shop&instance=${instance}`
        return ((await (await served.send(path, { method: 'POST', body })).json()) as { id: string }).id
      }
      const ids = [await push(BEFORE, 'a'), await push(AFTER, 'b')]
      const at = ['--service', 'team/shop', '--url', served.url, '--token', served.token]
      expect((await tidemark(['diff', ...ids, ...at])).stdout).toContain('+1,300     5   1,305  main.recv')
      const { code, stderr } = await tidemark(['diff', ids[0] ?? '', '0'.repeat(23), ...at])
      expect([code, stderr]).toEqual([
        1,
        expect.stringContaining('answered 404 (unknown-profile): There is no'),
      ])
      await served.stop()
    }))

  test.each([
    ['one dump alone', ['a'], 2, 'name two dumps'],
    ['three dumps', ['a', 'b', 'c'], 2, 'name two dumps'],
    ['no stacks', ['a', 'b', '--top', '0'], 2, '--top must be'],
    ['what is no dump', [fixture('html.txt'), fixture('html.txt')], 1, 'is refused (unknown-format)'],
    [
      'dumps of two kinds',
      [fixture('go1.27.goroutine.debug1.txt'), fixture('go1.27.goroutineleak.debug1.txt')],
      1,
      'is a goroutine profile and ',
    ],
  ])('refuses %s', async (_, args, ends, says) => {
    const { code, stdout, stderr } = await tidemark(['diff', ...args])
    expect([code, stdout, stderr]).toEqual([ends, '', expect.stringContaining(says)])
  })
})
