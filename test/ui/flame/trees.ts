import fc from 'fast-check'
import { type FlameNode, type FlameTree, flameTree } from '#ui/flame/tree.ts'

type Counts = number | readonly [now: number, before: number]

/**
 * The tree of stacks by their counts.
 *
 * Example input: `{ 'main.main > main.work': [5, 3] }`, callers first: 5 goroutines now, 3 before.
 */
export function treeOf(stacks: Readonly<Record<string, Counts>>): FlameTree {
  const isDifference = Object.values(stacks).some((counts) => typeof counts !== 'number')
  const root = emptyNode('shop', isDifference)
  for (const [path, counts] of Object.entries(stacks)) {
    const [value, base] = typeof counts === 'number' ? [counts, 0] : counts
    let at = root
    add(at, value, base)
    for (const name of path.split(' > ')) {
      at = callee(at, name)
      add(at, value, base)
    }
  }
  return flameTree(root)
}

interface Growing extends FlameNode {
  value: number
  base?: number
  readonly children: Growing[]
}

const emptyNode = (name: string, isDifference: boolean): Growing => ({
  name,
  value: 0,
  ...(isDifference ? { base: 0 } : {}),
  children: [],
})

function callee(of: Growing, name: string): Growing {
  const known = of.children.find((child) => child.name === name)
  if (known !== undefined) return known
  const made = emptyNode(name, of.base !== undefined)
  of.children.push(made)
  return made
}

function add(at: Growing, value: number, base: number): void {
  at.value += value
  if (at.base !== undefined) at.base += base
}

const count = fc.nat({ max: 1_000 })
/** Few, so that stacks share callers and functions call themselves. */
const frame = fc.constantFrom('main.work', 'net/http.serve', 'a.A', 'b.B', '\u202ec.C', '<script>')
const path = fc.array(frame, { minLength: 1, maxLength: 7 }).map((frames) => frames.join(' > '))

export const anyTree: fc.Arbitrary<FlameTree> = fc
  .oneof(
    fc.dictionary(path, count, { maxKeys: 30 }),
    fc.dictionary(path, fc.tuple(count, count), { maxKeys: 30 }),
  )
  .map(treeOf)

/** A tree and one of its nodes. */
export const anyNode: fc.Arbitrary<{ tree: FlameTree; node: number }> = anyTree.chain((tree) =>
  fc.record({ tree: fc.constant(tree), node: fc.nat({ max: tree.names.length - 1 }) }),
)
