import type { StackNode, StackTree } from './stack-tree.ts'

/** A function in a flame graph, as d3-hierarchy and d3-flame-graph take it. */
export interface FlameNode {
  readonly name: string
  /** Goroutines in it and in everything that it called. */
  readonly value: number
  /** The same in the dumps that are compared with; only in a difference. */
  readonly base?: number
  /** `value` less `base`, under the name that d3-flame-graph colours by. */
  readonly delta?: number
  /** The biggest first. */
  readonly children?: readonly FlameNode[]
}

/**
 * Stacks as a tree of callers and callees.
 *
 * @param name of the root, which stands for all goroutines
 */
export const flameTree = ({ root }: StackTree, name: string): FlameNode =>
  flameNode({ ...root, name }, ({ value }) => ({ value }))

/** The same with both sides: what is gone has the value 0. */
export const flameDifference = ({ root }: StackTree, name: string): FlameNode =>
  flameNode({ ...root, name }, ({ value, base }) => ({ value, base, delta: value - base }))

/** @param shown what a node shows of its sums */
function flameNode(
  node: StackNode,
  shown: (sums: { value: number; base: number }) => Omit<FlameNode, 'name' | 'children'>,
): FlameNode {
  const flame = (
    some: StackNode,
  ): { readonly flame: FlameNode; readonly value: number; readonly base: number } => {
    const callees = [...some.callees.values()].map(flame)
    callees.sort((a, b) => b.value - a.value || b.base - a.base || (a.flame.name < b.flame.name ? -1 : 1))
    const value = callees.reduce((sum, callee) => sum + callee.value, some.target)
    const base = callees.reduce((sum, callee) => sum + callee.base, some.base)
    const children = callees.length === 0 ? {} : { children: callees.map((callee) => callee.flame) }
    return { flame: { name: some.name, ...shown({ value, base }), ...children }, value, base }
  }
  return flame(node).flame
}
