/** What the owners of a service said of it, given as a file to the commands that need no server. */

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fixture, SHOPFRONT, tidemark, withFolder } from '#test/support/cli.ts'

const DUMP = fixture('go1.24.goroutine.debug2.txt')

interface Stack {
  readonly frames: readonly string[]
  readonly count: number
  readonly ownCode: string | null
  readonly intended?: string | null
}

/** One call with a settings file; `FILE` stands for its name. */
const withSettings = (text: string, args: readonly string[]) =>
  withFolder(async (folder) => {
    const file = join(folder, 'settings.json')
    await writeFile(file, text)
    return tidemark(args.map((arg) => (arg === 'FILE' ? file : arg)))
  })

async function stacksWith(settings: unknown, dump = DUMP): Promise<readonly Stack[]> {
  const args = ['analyze', '--json', '--settings', 'FILE', dump]
  const { code, stdout, stderr } = await withSettings(JSON.stringify(settings), args)
  expect([code, stderr]).toEqual([0, ''])
  return JSON.parse(stdout).stacks
}

const intendedOf = (stacks: readonly Stack[]) =>
  stacks.flatMap(({ frames, intended }) => (intended == null ? [] : [[frames[0], intended]]))

describe.concurrent('tidemark analyze --settings', () => {
  test.each([
    ['top', 'main.recv', 'main.recv'],
    ['top', '**.worker', 'main.worker'],
    ['any', 'main.(*store).locked', 'sync.(*Mutex).Lock'],
    ['creator', 'main.main.func2', 'main.recv'],
  ])('calls intended what the settings name by %s %s, and says why', async (by, pattern, leaf) => {
    const stacks = await stacksWith({ intended: [{ [by]: pattern, reason: 'one per shard' }] })
    const words = by === 'creator' ? by : `${by} frame`
    expect(intendedOf(stacks)).toEqual([
      [leaf, `the settings mark ${words} ${pattern} as intended (one per shard)`],
    ])
    expect(stacks.filter(({ intended }) => intended === null)).toHaveLength(stacks.length - 1)
  })

  test('keeps to the bound of an intention', async () => {
    const upTo = (atMost: number) => stacksWith({ intended: [{ top: 'main.worker', atMost }] })
    expect(intendedOf(await upTo(40))).toEqual([
      [
        'main.worker',
        'the settings mark top frame main.worker as intended; 40 goroutines in the largest process; threshold: at most 40',
      ],
    ])
    expect(intendedOf(await upTo(39))).toEqual([])
  })

  test('takes own code from the settings', async () => {
    const stacks = await stacksWith({ ownCode: ['time'] })
    expect(stacks.find(({ frames }) => frames[0] === 'time.Sleep')?.ownCode).toBe('time.Sleep')
  })

  test('takes the body of a PATCH as it is, with what is taken back', async () => {
    const stacks = await stacksWith({
      settings: { intended: [{ top: 'main.worker' }], owner: null, limits: null },
    })
    expect(intendedOf(stacks)).toEqual([
      ['main.worker', 'the settings mark top frame main.worker as intended'],
    ])
  })

  test('tells a person that a stack is intended, and no fix for it', async () => {
    const settings = JSON.stringify({ intended: [{ top: 'main.recv' }] })
    const { stdout } = await withSettings(settings, ['analyze', '--settings', 'FILE', DUMP])
    expect(stdout).toMatch(
      /main\.recv\n {4}created by main\.main\.func2\n {4}the settings mark top frame main\.recv as intended\n\n/,
    )
  })

  test('says nothing of intentions without settings', async () => {
    const { stdout } = await tidemark(['analyze', '--json', DUMP])
    for (const stack of JSON.parse(stdout).stacks) expect(stack).not.toHaveProperty('intended')
  })
})

describe.concurrent('a settings file', () => {
  test.each([
    ['that is no JSON', '{"intended": [', 'holds no settings: '],
    ['with a member that nobody knows', '{"intend": []}', 'The member intend is not known; known are'],
    ['with one in the body of a PATCH', '{"settings": {"window": 3}}', 'The member settings.window is not'],
    ['beside the settings', '{"settings": {}, "service": "a"}', 'The member service is not known'],
    ['that names a stack twice', '{"intended": [{"top": "a", "any": "b"}]}', 'exactly one of top, any and'],
    ['that is no object', '"intended"', 'The body must be an object'],
    ['that is a list', '[]', 'The body must be an object, not Array'],
    ['that is empty', '', 'holds no settings: '],
  ])('%s is refused by its name, before anything is read', async (_, text, says) => {
    for (const args of [
      ['analyze', '--settings', 'FILE', DUMP],
      ['judge', SHOPFRONT, '--settings', 'FILE'],
    ]) {
      const { code, stdout, stderr } = await withSettings(text, args)
      expect([code, stdout]).toEqual([1, ''])
      expect(stderr).toContain('settings.json holds no settings: ')
      expect(stderr).toContain(says)
      expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    }
  })

  test('that is not there is named', async () => {
    const { code, stderr } = await tidemark(['analyze', '--settings', 'no-such-file.json', DUMP])
    expect(code).toBe(1)
    expect(stderr).toContain('no-such-file.json cannot be read')
  })
})
