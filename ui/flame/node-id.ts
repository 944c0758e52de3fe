import { OFFSET_BASIS, PRIME } from '#shared/fnv1a.ts'
import type { FlameTree } from './tree.ts'

/** How is a node named in an address, so that it is found again in a tree of another time? By its path of names. */

/** Ids of all nodes: two paths of 50,000 have one id with a chance of 1 in 100,000, and then the first is shown. */
function idsOf({ names, parent }: FlameTree): Uint32Array {
  const ids = new Uint32Array(names.length)
  names.forEach((name, node) => {
    let hash = node === 0 ? OFFSET_BASIS : (ids[parent[node] as number] as number)
    if (node > 0) for (const character of `/${name}`) hash = step(hash, character.codePointAt(0) ?? 0)
    ids[node] = hash
  })
  return ids
}

const step = (hash: number, value: number): number => Math.imul(hash ^ value, PRIME) >>> 0

/** Example output: `1p4x9q2`; undefined for the root, which needs no name. */
export const idOf = (tree: FlameTree, node: number): string | undefined =>
  node === 0 ? undefined : (idsOf(tree)[node] as number).toString(36)

/** The root where there is no such node. */
export function nodeOf(tree: FlameTree, id: string | null): number {
  if (id === null) return 0
  const wanted = Number.parseInt(id, 36)
  return Math.max(0, idsOf(tree).indexOf(wanted))
}
