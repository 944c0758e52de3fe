/** Gathers goroutines by stack: one `StackGroup` for each distinct stack, in order of first appearance. */

import { refuse } from '#shared/reading/refusal.ts'
import type { CounterWait } from './counter-waits.ts'
import type { GoroutineProfile, PlacedStack, StackGroup } from './model.ts'
import type { NumberedPlaces } from './place-tally.ts'
import type { StackTable } from './stack-table.ts'

/** Number → goroutines. */
type Tally = Map<number, number>

/** The goroutines of one stack while the dump is read; names are numbers of the reader's tables. */
export class Gathering {
  rootLost = false
  count = 0
  leaked = 0
  states: Tally | undefined
  waitMinutes: Tally | undefined
  creators: Tally | undefined
  labelKeys: Tally | undefined
  places: Map<string, NumberedPlaces> | undefined
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
  /** What counters tell of the waits of a stack; only of a reader that has them. */
  readonly waits?: (stack: number) => ReadonlyMap<CounterWait, number> | undefined
  /** `file:line`; only of a reader that was asked for places. */
  readonly place?: ((place: number) => string) | undefined
}

export class GroupTable {
  readonly #stacks: StackTable
  readonly #gatherings: Gathering[] = []

  constructor(stacks: StackTable) {
    this.#stacks = stacks
  }

  /** Number of the stack that `current` was asked for last; groups stand in the order of their numbers. */
  stack = 0

  /** The gathering of the stack that was pushed last. */
  current(): Gathering {
    const stack = this.#stacks.intern()
    this.stack = stack
    const known = this.#gatherings[stack]
    if (known !== undefined) return known
    const made = new Gathering()
    this.#gatherings.push(made)
    return made
  }

  /** The sum of all counts, and the groups with names in place of numbers. */
  finish(naming: Naming): Pick<GoroutineProfile, 'total' | 'groups'> {
    const total = this.#gatherings.reduce((sum, gathering) => sum + gathering.count, 0)
    if (!Number.isSafeInteger(total)) {
      refuse('malformed-profile', `The counts add up to ${total} goroutines, which no process can hold.`)
    }
    return {
      total,
      groups: this.#gatherings.map((gathering, stack) => this.#group(gathering, stack, naming)),
    }
  }

  #group(gathering: Gathering, stack: number, naming: Naming): StackGroup {
    const { rootLost, count, leaked, waitMinutes } = gathering
    const waits = naming.waits?.(stack)
    return {
      frames: this.#stacks.frames(stack, naming.name),
      rootLost,
      count,
      states: named(gathering.states, naming.name),
      waitMinutes: waitMinutes ?? NO_MINUTES,
      leaked,
      creators: named(gathering.creators, naming.name),
      labelKeys: named(gathering.labelKeys, naming.labelKey),
      ...(waits === undefined ? {} : { waits }),
      ...(naming.place === undefined ? {} : { places: placed(gathering.places, naming.place) }),
    }
  }
}

function placed(
  places: ReadonlyMap<string, NumberedPlaces> | undefined,
  place: (place: number) => string,
): readonly PlacedStack[] {
  const text = (number: number): string => (number < 0 ? '' : place(number))
  return [...(places?.values() ?? [])]
    .sort((a, b) => b.count - a.count)
    .map(({ count, frames, go }) => ({ count, frames: frames.map(text), go: text(go) }))
}

/** Shared by all groups that have nothing to count. */
const NO_NAMES: ReadonlyMap<string, number> = new Map()
const NO_MINUTES: ReadonlyMap<number, number> = new Map()

function named(tally: Tally | undefined, text: (name: number) => string): ReadonlyMap<string, number> {
  if (tally === undefined) return NO_NAMES
  const counts = new Map<string, number>()
  for (const [name, count] of tally) counts.set(text(name), (counts.get(text(name)) ?? 0) + count)
  return counts
}
