import type { FlameTree } from './tree.ts'

/** Where a text stands in the names of a tree. */
export interface Matches {
  /** 1 for each node whose name has it. */
  readonly hits: Uint8Array
  readonly nodes: number
  /** Goroutines in any of these functions, each counted once however often it stands in them. */
  readonly goroutines: number
}

/** Looks for a text in all names, whatever its case; empty text is nowhere. */
export function matchesIn(tree: FlameTree, text: string): Matches {
  const wanted = text.trim().toLowerCase()
  const hits = new Uint8Array(tree.names.length)
  let [nodes, goroutines, behind] = [0, 0, 0]
  if (wanted === '') return { hits, nodes, goroutines }
  tree.names.forEach((name, node) => {
    if (!name.toLowerCase().includes(wanted)) return
    hits[node] = 1
    nodes++
    if (node < behind) return
    goroutines += tree.value[node] as number
    behind = tree.end[node] as number
  })
  return { hits, nodes, goroutines }
}
