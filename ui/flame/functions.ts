import type { FlameTree } from './tree.ts'

/** A function over all its places in a tree: a row of the table beside a flame graph. */
export interface FunctionRow {
  readonly name: string
  /** Goroutines that wait in it itself. */
  readonly self: number
  /** Goroutines with it anywhere in their stack, each counted once. */
  readonly total: number
  /** The same as `total` in what is compared with. */
  readonly base: number
}

/** All functions, those with the most goroutines first; in a difference those that changed most. */
export function functionsOf(tree: FlameTree): FunctionRow[] {
  const rows = new Map<string, { self: number; total: number; base: number; behind: number }>()
  const called = calledFrom(tree)
  for (let node = 1; node < tree.names.length; node++) {
    const name = tree.names[node] as string
    const row = rows.get(name) ?? { self: 0, total: 0, base: 0, behind: 0 }
    rows.set(name, row)
    row.self += (tree.value[node] as number) - (called[node] as number)
    // Below itself a function has the same goroutines again.
    if (node < row.behind) continue
    row.total += tree.value[node] as number
    row.base += tree.base[node] as number
    row.behind = tree.end[node] as number
  }
  const weight = ({ total, base }: { total: number; base: number }): number =>
    tree.isDifference ? Math.abs(total - base) : total
  return [...rows]
    .map(([name, { self, total, base }]) => ({ name, self, total, base }))
    .sort((a, b) => weight(b) - weight(a) || b.total - a.total || (a.name < b.name ? -1 : 1))
}

function calledFrom({ parent, value }: FlameTree): Float64Array {
  const called = new Float64Array(value.length)
  for (let node = 1; node < value.length; node++) {
    const caller = parent[node] as number
    called[caller] = (called[caller] as number) + (value[node] as number)
  }
  return called
}
