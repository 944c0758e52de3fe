import type { FlameTree } from './tree.ts'

/** The part of a tree that is looked at, in a box of so many pixels. */
export interface View {
  /** The node that fills the width; 0 for all. */
  readonly focus: number
  /** Pixels. */
  readonly width: number
}

/** A node as a rectangle; rows are as high as the renderer likes. */
export interface Rectangle {
  readonly node: number
  readonly row: number
  /** Pixels. */
  readonly x: number
  readonly width: number
}

/** Narrower is not drawn, with all that is below it: nobody could see or hit it. */
export const LEAST_WIDTH = 0.5
/** The nearest ones: however deep a stack is, what was zoomed to comes into view. */
export const MOST_CALLERS = 30

/** What can be seen: the nearest callers of the focus over the whole width, then the focus and what is below it, by row and from the left. */
export function rectangles(tree: FlameTree, { focus, width }: View): Rectangle[] {
  const callers = callersOf(tree, focus).slice(-MOST_CALLERS)
  const seen: Rectangle[] = callers.map((node, row) => ({ node, row, x: 0, width }))
  const above = (tree.depth[focus] as number) - callers.length
  const whole = tree.width[focus] as number
  if (whole === 0) return [...seen, { node: focus, row: seen.length, x: 0, width }]
  const left = tree.start[focus] as number
  const scale = width / whole
  for (let node = focus; node < (tree.end[focus] as number); ) {
    const wide = (tree.width[node] as number) * scale
    if (wide < LEAST_WIDTH) {
      node = tree.end[node] as number
      continue
    }
    const x = ((tree.start[node] as number) - left) * scale
    seen.push({ node, row: (tree.depth[node] as number) - above, x, width: wide })
    node++
  }
  return seen.sort((a, b) => a.row - b.row || a.x - b.x)
}

/** The same upside down, in the order of `rectangles`: the first row becomes the last. */
export function flipped(seen: readonly Rectangle[]): Rectangle[] {
  const last = depthOf(seen) - 1
  return seen.map((one) => ({ ...one, row: last - one.row })).sort((a, b) => a.row - b.row || a.x - b.x)
}

/** The node at a place of a box, undefined where there is none. @param seen as `rectangles` gives them */
export function nodeAt(seen: readonly Rectangle[], x: number, row: number): number | undefined {
  let [low, high] = [0, seen.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const one = seen[middle] as Rectangle
    if (one.row < row || (one.row === row && one.x <= x)) low = middle + 1
    else high = middle
  }
  const found = seen[low - 1]
  return found?.row === row && x >= found.x && x < found.x + found.width ? found.node : undefined
}

/** From the root to the caller of a node. */
export function callersOf({ parent }: FlameTree, node: number): number[] {
  const callers: number[] = []
  for (let at = parent[node] as number; at >= 0; at = parent[at] as number) callers.push(at)
  return callers.reverse()
}

/** Rows that a view needs. */
export const depthOf = (seen: readonly Rectangle[]): number => (seen.at(-1)?.row ?? 0) + 1
