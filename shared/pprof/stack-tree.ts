import { Rejection } from '#shared/api/reason.ts'

/** A function in the place that it has below its callers. */
export interface StackNode {
  readonly name: string
  /** By name. */
  readonly callees: Map<string, StackNode>
  /** Goroutines whose stack ends here, in the dumps that are compared with, and in those looked at. */
  base: number
  target: number
}

/** Which dumps a stack is of. Where nothing is compared, all are `target`. */
export type Side = 'base' | 'target'

/** Bounds of a tree, and with it of everything that is written from it. */
export interface TreeLimits {
  /** Functions in their places; as JSON about 100 bytes each. */
  readonly nodes: number
  /** Characters of all distinct stacks, each written out with one more a frame. */
  readonly characters: number
}

/** 50,000 places are 5 MB of JSON: what Lambda can answer (6 MB), and more than a flame graph can show. */
const DEFAULT_TREE_LIMITS: TreeLimits = { nodes: 50_000, characters: 16_000_000 }

/** Goroutines by stack, common callers once: dumps are added to it, every form of export is written from it. */
export class StackTree {
  /** Has no function; its callees are the entry functions of goroutines. */
  readonly root: StackNode = newNode('')
  readonly #limits: TreeLimits
  #nodes = 0
  #characters = 0

  constructor(limits: TreeLimits = DEFAULT_TREE_LIMITS) {
    this.#limits = limits
  }

  /**
   * Adds the goroutines of one stack.
   *
   * @param frames leaf first
   * @throws Rejection `bad-parameter` where the tree would pass a limit
   */
  add(frames: readonly string[], count: number, side: Side = 'target'): void {
    if (count === 0) return
    let node = this.root
    for (let i = frames.length - 1; i >= 0; i--) node = this.#callee(node, frames[i] ?? '')
    if (node.base === 0 && node.target === 0) this.#admitStack(frames)
    node[side] += count
  }

  /** Goroutines of one side. */
  total(side: Side = 'target'): number {
    let total = 0
    this.visit((_, node) => {
      total += node[side]
    })
    return total
  }

  /** Calls with every stack, entry function first, in the order of names. The path is good until the call returns. */
  visit(visitor: (path: readonly string[], node: StackNode) => void): void {
    const path: string[] = []
    const walk = (node: StackNode): void => {
      if (node.base !== 0 || node.target !== 0) visitor(path, node)
      for (const callee of sorted(node)) {
        path.push(callee.name)
        walk(callee)
        path.pop()
      }
    }
    walk(this.root)
  }

  #callee(node: StackNode, name: string): StackNode {
    const known = node.callees.get(name)
    if (known !== undefined) return known
    if (++this.#nodes > this.#limits.nodes) refuse('places of functions', this.#limits.nodes, this.#nodes)
    const made = newNode(name)
    node.callees.set(name, made)
    return made
  }

  #admitStack(frames: readonly string[]): void {
    for (const frame of frames) this.#characters += frame.length + 1
    if (this.#characters > this.#limits.characters) {
      refuse('characters', this.#limits.characters, this.#characters)
    }
  }
}

const newNode = (name: string): StackNode => ({ name, callees: new Map(), base: 0, target: 0 })

/** By name, so that the same stacks give the same bytes whatever the order of the dumps. */
const sorted = ({ callees }: StackNode): StackNode[] =>
  [...callees.values()].sort((a, b) => (a.name < b.name ? -1 : 1))

function refuse(what: string, limit: number, actual: number): never {
  throw new Rejection(
    'bad-parameter',
    `The stacks have at least ${actual} ${what}, the limit is ${limit}: leave the runtime's out with trim=runtime, or name one process with process=.`,
    { limit, actual },
  )
}
