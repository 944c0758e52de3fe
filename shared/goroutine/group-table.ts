/** Gathers goroutines by stack: one `StackGroup` for each distinct stack, in order of first appearance. */

import type { GoroutineProfile, ReadLimits, StackGroup } from './model.ts'
import { refuse, refuseTooManySamples } from './refusal.ts'
import type { StackTree } from './stack-tree.ts'

/** Mean depth of a profile that uses up its samples: the cap of the runtime since Go 1.23 (profstackdepth). */
const FRAMES_A_SAMPLE = 128

/** Name number → goroutines. */
type Tally = Map<number, number>

/** The goroutines of one stack while the dump is read; names are numbers of the reader's table. */
export class Gathering {
  readonly stack: number
  readonly depth: number
  rootLost = false
  count = 0
  leaked = 0
  states: Tally | undefined
  waitMinutes: Tally | undefined
  creators: Tally | undefined
  labelKeys: Tally | undefined

  constructor(stack: number, depth: number) {
    this.stack = stack
    this.depth = depth
  }
}

/** `tally` with `count` goroutines more under `key`; made at the first one. */
export function tallied(tally: Tally | undefined, key: number, count: number): Tally {
  if (tally === undefined) return new Map([[key, count]])
  return tally.set(key, (tally.get(key) ?? 0) + count)
}

/** Text behind the numbers of a reader: of functions, states and creators, and of label keys. */
export interface Naming {
  readonly name: (name: number) => string
  readonly labelKey: (key: number) => string
}

export class GroupTable {
  readonly #tree: StackTree
  readonly #limits: ReadLimits
  readonly #gatherings = new Map<number, Gathering>()
  #frames = 0

  constructor(tree: StackTree, limits: ReadLimits) {
    this.#tree = tree
    this.#limits = limits
  }

  /** The gathering of a stack. Refuses more stacks, or more frames in all of them, than the limits allow. */
  of(stack: number, depth: number): Gathering {
    const known = this.#gatherings.get(stack)
    if (known !== undefined) return known
    this.#frames += depth
    this.#refuseOver(this.#gatherings.size + 1)
    const made = new Gathering(stack, depth)
    this.#gatherings.set(stack, made)
    return made
  }

  /** The sum of all counts, and the groups with names in place of numbers. */
  finish(naming: Naming): Pick<GoroutineProfile, 'total' | 'groups'> {
    let total = 0
    const groups: StackGroup[] = []
    for (const gathering of this.#gatherings.values()) {
      total += gathering.count
      groups.push(this.#group(gathering, naming))
    }
    if (!Number.isSafeInteger(total)) {
      refuse('malformed-profile', `The counts add up to ${total} goroutines, which no process can hold.`)
    }
    return { total, groups }
  }

  #refuseOver(stacks: number): void {
    const { samples, frames } = this.#limits
    if (stacks > samples) refuseTooManySamples(samples, stacks)
    const limit = Math.max(frames, samples * FRAMES_A_SAMPLE)
    if (this.#frames <= limit) return
    refuse(
      'too-many-frames',
      `The distinct stacks have at least ${this.#frames} frames together, the limit is ${limit}: lower GODEBUG=profstackdepth.`,
      { limit, actual: this.#frames },
    )
  }

  #group(gathering: Gathering, naming: Naming): StackGroup {
    const { rootLost, count, leaked, waitMinutes } = gathering
    return {
      frames: this.#tree.frames(gathering.stack, gathering.depth).map(naming.name),
      rootLost,
      count,
      states: named(gathering.states, naming.name),
      waitMinutes: waitMinutes ?? new Map(),
      leaked,
      creators: named(gathering.creators, naming.name),
      labelKeys: named(gathering.labelKeys, naming.labelKey),
    }
  }
}

function named(tally: Tally | undefined, text: (name: number) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  if (tally === undefined) return counts
  for (const [name, count] of tally) counts.set(text(name), (counts.get(text(name)) ?? 0) + count)
  return counts
}
