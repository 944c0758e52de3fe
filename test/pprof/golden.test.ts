/** Every capture of test/fixtures/goroutine as folded text, whole and trimmed; `GOLDEN=write` writes them anew. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { addProfile, type Trim } from '#shared/pprof/add-profile.ts'
import { foldedText } from '#shared/pprof/folded.ts'
import { StackTree } from '#shared/pprof/stack-tree.ts'
import { countsIn, fixtureBytes, profileIn } from './trees.ts'

const FOLDER = join(import.meta.dirname, '../fixtures/pprof')
const WRITE = 'GOLDEN=write npx vitest run test/pprof/golden.test.ts'

const CAPTURES = ['go1.19.goroutine', 'go1.27.goroutine', 'go1.27.goroutineleak'].flatMap((capture) => [
  `${capture}.debug0.pb.gz`,
  `${capture}.debug1.txt`,
  `${capture}.debug2.txt`,
])

async function treeIn(name: string, trim?: Trim): Promise<StackTree> {
  const tree = new StackTree()
  addProfile(tree, await profileIn(await fixtureBytes(name)), { trim })
  return tree
}

describe('a dump is folded as its golden file says', () => {
  test.for(
    CAPTURES.flatMap(
      (name) =>
        [
          [name, undefined],
          [name, 'runtime'],
        ] as const,
    ),
  )('%s, trim %s', async ([name, trim]) => {
    const golden = join(FOLDER, `${name}${trim === undefined ? '' : `.trim-${trim}`}.folded`)
    if (process.env.GOLDEN !== 'write') {
      expect(existsSync(golden), `No golden file yet. Create it with: ${WRITE} and read it`).toBe(true)
    }
    await expect(foldedText(await treeIn(name, trim))).toMatchFileSnapshot(golden)
  })
})

describe('trimming', () => {
  test.for(CAPTURES)('keeps the goroutines of %s, all of them, and no frame of the runtime', async (name) => {
    const [whole, trimmed] = [await treeIn(name), await treeIn(name, 'runtime')]
    expect(trimmed.total()).toBe(whole.total())
    const stacks = Object.keys(countsIn(trimmed)).filter((stack) => stack.includes(' < '))
    expect(stacks.filter((stack) => /(^| )runtime\./.test(stack))).toEqual([])
  })

  test('makes the forms of one program agree, which differ before', async () => {
    const [proto, text] = ['go1.27.goroutine.debug0.pb.gz', 'go1.27.goroutine.debug2.txt']
    const deep = (counts: Record<string, number>) =>
      Object.fromEntries(Object.entries(counts).filter(([stack]) => !/main\.deep|pprof/.test(stack)))
    const both = async (trim?: Trim) =>
      [await treeIn(proto ?? '', trim), await treeIn(text ?? '', trim)].map((tree) => deep(countsIn(tree)))
    const [a, b] = await both('runtime')
    expect(a).toEqual(b)
    const [c, d] = await both()
    expect(c).not.toEqual(d)
  })

  test('leaves an empty stack, which has not begun, its name', () => {
    const tree = new StackTree()
    const [states, waitMinutes] = [new Map<string, number>(), new Map<number, number>()]
    const tallies = { states, waitMinutes, creators: states, labelKeys: states }
    const groups = [{ frames: [], rootLost: false, count: 3, leaked: 0, ...tallies }]
    const profile = { debug: 0, total: 3, takenAt: undefined, buildId: undefined, problems: [] } as const
    addProfile(tree, { ...profile, type: 'goroutine', groups, unread: 0 })
    expect(countsIn(tree)).toEqual({ 'runtime.goexit': 3 })
  })
})
