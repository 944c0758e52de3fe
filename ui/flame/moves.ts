import type { FlameTree } from './tree.ts'

/** Where an arrow key leads to: the caller is above, callees below, the biggest of them first. */
export function neighbour(tree: FlameTree, node: number, key: string): number | undefined {
  if (key === 'ArrowUp') return known(tree.parent[node])
  if (key === 'ArrowDown') return (tree.end[node] as number) > node + 1 ? node + 1 : undefined
  if (key === 'ArrowRight') return siblingAfter(tree, node)
  if (key === 'ArrowLeft') return siblingBefore(tree, node)
  return key === 'Home' ? 0 : undefined
}

const known = (node: number | undefined): number | undefined =>
  node === undefined || node < 0 ? undefined : node

function siblingAfter({ parent, end }: FlameTree, node: number): number | undefined {
  const next = end[node] as number
  return node !== 0 && parent[next] === parent[node] ? next : undefined
}

function siblingBefore(tree: FlameTree, node: number): number | undefined {
  const caller = known(tree.parent[node])
  if (caller === undefined) return undefined
  let before: number | undefined
  for (let at = caller + 1; at < node; at = tree.end[at] as number) before = at
  return before
}
