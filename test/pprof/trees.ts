import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { readProfile } from '#shared/goroutine/detect.ts'
import { DEFAULT_READ_LIMITS, type GoroutineProfile } from '#shared/goroutine/model.ts'
import { type Side, StackTree } from '#shared/pprof/stack-tree.ts'

/** Stacks, leaf first, with their goroutines; one stack may come twice. */
export type Stacks = readonly { readonly frames: readonly string[]; readonly count: number }[]

const NAMES = ['main.a', 'main.b', 'main.größe', 'net/http.(*conn).serve', 'main.f[struct { A int; B int }]']

export const stacks: fc.Arbitrary<Stacks> = fc.array(
  fc.record({
    frames: fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 5 }),
    count: fc.integer({ min: 1, max: 1_000_000 }),
  }),
  { maxLength: 12 },
)

export function treeOf(target: Stacks, base: Stacks = []): StackTree {
  const tree = new StackTree()
  for (const { frames, count } of target) tree.add(frames, count)
  for (const { frames, count } of base) tree.add(frames, count, 'base')
  return tree
}

/** `main.b < main.a` → goroutines, added up the slow way. */
export function countsOf(some: Stacks): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { frames, count } of some) {
    const stack = frames.join(' < ')
    counts[stack] = (counts[stack] ?? 0) + count
  }
  return counts
}

/** The same of one side of a tree. */
export function countsIn(tree: StackTree, side: Side = 'target'): Record<string, number> {
  const counts: Record<string, number> = {}
  tree.visit((path, node) => {
    if (node[side] !== 0) counts[path.toReversed().join(' < ')] = node[side]
  })
  return counts
}

const FOLDER = join(import.meta.dirname, '../fixtures/goroutine')

/** A dump of test/fixtures/goroutine. */
export const fixtureBytes = (name: string): Promise<Buffer> => readFile(join(FOLDER, name))

export async function profileIn(bytes: Uint8Array): Promise<GoroutineProfile> {
  const reading = await readProfile(bytes, DEFAULT_READ_LIMITS)
  if (reading.answer !== 'recognised') throw new Error(JSON.stringify(reading))
  return reading.profile
}
