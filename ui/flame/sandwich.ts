import type { FlameNode, FlameTree } from './tree.ts'

/** One function wherever it stands: who calls it, and what it calls. */
export interface Sandwich {
  /** The function, below it its callers, theirs below them. */
  readonly callers: FlameNode
  /** The function, below it what it calls. */
  readonly callees: FlameNode
}

interface Growing extends FlameNode {
  value: number
  /** Undefined where nothing is compared. */
  base?: number
  readonly children: Growing[]
  readonly byName: Map<string, Growing>
}

const made = (name: string, isDifference: boolean): Growing => ({
  name,
  value: 0,
  ...(isDifference && { base: 0 }),
  children: [],
  byName: new Map(),
})

function child(of: Growing, name: string): Growing {
  const known = of.byName.get(name)
  if (known !== undefined) return known
  const one = made(name, of.base !== undefined)
  of.byName.set(name, one)
  of.children.push(one)
  return one
}

function add(to: Growing, { value, base }: FlameTree, node: number): void {
  to.value += value[node] as number
  if (to.base !== undefined) to.base += base[node] as number
}

/**
 * Adds up all places of a function. Where it calls itself only the outermost place counts, so that no goroutine is counted
 * twice. Undefined where it is nowhere.
 */
export function sandwichOf(tree: FlameTree, name: string): Sandwich | undefined {
  const places = placesOf(tree, name)
  if (places.length === 0) return undefined
  const [callers, callees] = [made(name, tree.isDifference), made(name, tree.isDifference)]
  for (const place of places) {
    addCallers(tree, place, callers)
    addCallees(tree, place, callees)
  }
  return { callers: sorted(callers), callees: sorted(callees) }
}

/** Outermost places, the root left out. */
function placesOf({ names, end }: FlameTree, name: string): number[] {
  const places: number[] = []
  for (let node = 1; node < names.length; )
    if (names[node] === name) {
      places.push(node)
      node = end[node] as number
    } else node++
  return places
}

function addCallers(tree: FlameTree, place: number, to: Growing): void {
  let at = to
  for (let node = place; node > 0; node = tree.parent[node] as number) {
    if (node !== place) at = child(at, tree.names[node] as string)
    add(at, tree, place)
  }
}

function addCallees(tree: FlameTree, place: number, to: Growing): void {
  const merged = new Map<number, Growing>([[place, to]])
  for (let node = place; node < (tree.end[place] as number); node++) {
    const caller = merged.get(tree.parent[node] as number)
    const at = caller === undefined ? to : child(caller, tree.names[node] as string)
    merged.set(node, at)
    add(at, tree, node)
  }
}

/** The biggest first; without recursion, as a stack may be deeper than that of the browser. */
function sorted(root: Growing): FlameNode {
  const waiting = [root]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    next.children.sort(
      (a, b) => b.value - a.value || (b.base ?? 0) - (a.base ?? 0) || (a.name < b.name ? -1 : 1),
    )
    waiting.push(...next.children)
  }
  return root
}
