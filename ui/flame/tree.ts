/** What the API answers for a function in its place below its callers (shared/api/answers/flame.ts). */
export interface FlameNode {
  readonly name: string
  /** Goroutines in it and in everything that it called. */
  readonly value: number
  /** The same in what is compared with; only in a difference. */
  readonly base?: number | undefined
  readonly children?: readonly FlameNode[] | undefined
}

/**
 * The same tree as columns, a node a row, callers before their callees: what is below a node lies between it and its
 * `end`. Columns are drawn, hit and searched without walking objects.
 */
export interface FlameTree {
  readonly names: readonly string[]
  /** Row of the caller; -1 for the root. */
  readonly parent: Int32Array
  readonly depth: Int32Array
  /** First row behind the node and all below it. */
  readonly end: Int32Array
  readonly value: Float64Array
  /** All zero where nothing is compared. */
  readonly base: Float64Array
  /** Left edge and width, in goroutines. */
  readonly start: Float64Array
  readonly width: Float64Array
  readonly isDifference: boolean
}

/**
 * Lays a tree out.
 *
 * The width of a stack is the greater of its two counts, and a node is as wide as its stacks together: so what is gone
 * stays visible, callees never stand out beyond their caller, and without a base the width is the count.
 */
export function flameTree(root: FlameNode): FlameTree {
  const rows = rowsOf(root)
  const { length } = rows
  const tree = {
    names: rows.map(({ node }) => node.name),
    parent: Int32Array.from(rows, ({ parent }) => parent),
    depth: new Int32Array(length),
    end: new Int32Array(length),
    value: Float64Array.from(rows, ({ node }) => node.value),
    base: Float64Array.from(rows, ({ node }) => node.base ?? 0),
    start: new Float64Array(length),
    width: ownWidths(rows),
    isDifference: root.base !== undefined,
  }
  for (let i = 0; i < length; i++) {
    const parent = tree.parent[i] as number
    tree.depth[i] = parent < 0 ? 0 : (tree.depth[parent] as number) + 1
    tree.end[i] = i + 1
  }
  for (let i = length - 1; i > 0; i--) {
    const parent = tree.parent[i] as number
    tree.width[parent] = (tree.width[parent] as number) + (tree.width[i] as number)
    tree.end[parent] = Math.max(tree.end[parent] as number, tree.end[i] as number)
  }
  const filled = new Float64Array(length)
  for (let i = 1; i < length; i++) {
    const parent = tree.parent[i] as number
    tree.start[i] = (tree.start[parent] as number) + (filled[parent] as number)
    filled[parent] = (filled[parent] as number) + (tree.width[i] as number)
  }
  return tree
}

interface Row {
  readonly node: FlameNode
  readonly parent: number
}

/** Without recursion: a stack may be deeper than that of the browser. */
function rowsOf(root: FlameNode): Row[] {
  const rows: Row[] = []
  const waiting: Row[] = [{ node: root, parent: -1 }]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const parent = rows.push(next) - 1
    for (const node of next.node.children?.toReversed() ?? []) waiting.push({ node, parent })
  }
  return rows
}

/** Of the stacks that end in each node, without what it called. */
const ownWidths = (rows: readonly Row[]): Float64Array =>
  Float64Array.from(rows, ({ node }) => {
    const called = (side: 'value' | 'base'): number =>
      node.children?.reduce((sum, child) => sum + (child[side] ?? 0), 0) ?? 0
    return Math.max(0, node.value - called('value'), (node.base ?? 0) - called('base'))
  })
