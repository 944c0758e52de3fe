/** Meets the goroutines of one process again, dump after dump: from when to when each was seen in its stack. */

import { NO_WORDS } from '#shared/goroutine/roster.ts'
import type { SignatureId } from '#shared/signature/signature.ts'
import { sameWords } from './individual.ts'
import { atLevel, type Observation, type ObservedStack } from './observation.ts'
import { Presence } from './presence.ts'

/** One individual's stay in a stack, by numbers of dumps. Where it was briefly elsewhere, it has stayed. */
export interface Stay {
  /** First dump in which it was seen there. */
  readonly first: number
  readonly last: number
  /** The dump before it came, which would have shown it; -1 where none would: its age is unknown. */
  readonly before: number
  /** The first dump that would have shown it and does not; undefined where none is: it may still be there. */
  readonly goneBy: number | undefined
  /** @see originOf */
  readonly origin: number
}

/** All stays in one stack. */
export interface Stays {
  /** Each stands for so many individuals. */
  readonly weight: number
  readonly stays: readonly Stay[]
}

/** One process, followed. */
export interface Followed {
  /** Times of its dumps, ascending, milliseconds since the epoch. */
  readonly times: readonly number[]
  /** Goroutines started between each dump and the one before that are not among those that stayed; 0 for the first. */
  readonly passed: readonly number[]
  readonly byStack: ReadonlyMap<SignatureId, Stays>
  /** By origin, for goroutines that go from stack to stack. @see originOf */
  readonly byOrigin: ReadonlyMap<number, Stays>
}

/** @param observations of one process, in time order, each time once (`processesIn`) */
export function follow(observations: readonly Observation[]): Followed {
  const presence = new Presence(observations)
  const stays = <Key>(all: ReadonlyMap<Key, Seen[]>, byWords: boolean): Map<Key, Stays> =>
    new Map([...all].map(([key, seen]) => [key, staysOf(seen, presence, byWords)]))
  return {
    times: observations.map(({ at }) => at),
    passed: passedIn(observations),
    byStack: stays(columns(observations), true),
    byOrigin: stays(origins(observations), false),
  }
}

/** A stack, or what is left of it, in one dump. */
interface Seen {
  readonly dump: number
  readonly stack: ObservedStack
}

function columns(observations: readonly Observation[]): Map<SignatureId, Seen[]> {
  const seen = new Map<SignatureId, Seen[]>()
  for (const [dump, { stacks }] of observations.entries())
    for (const stack of stacks) push(seen, stack.signature, { dump, stack })
  return seen
}

/** The same goroutines by origin; those of an unknown one are followed by their stacks alone. */
function origins(observations: readonly Observation[]): Map<number, Seen[]> {
  const seen = new Map<number, Seen[]>()
  for (const [dump, { stacks }] of observations.entries())
    for (const stack of stacks) {
      const byOrigin = Map.groupBy(stack.ids.keys(), (i) => stack.origins[i] ?? 0)
      for (const [origin, rows] of byOrigin)
        if (origin !== 0) push(seen, origin, { dump, stack: rowsOf(stack, rows) })
    }
  return seen
}

function rowsOf(stack: ObservedStack, rows: readonly number[]): ObservedStack {
  const only = (column: readonly number[]): number[] => rows.map((row) => column[row] ?? 0)
  return {
    ...stack,
    ids: only(stack.ids),
    words: only(stack.words),
    origins: only(stack.origins),
    places: stack.places === undefined ? undefined : only(stack.places),
  }
}

function push<Key, Value>(into: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = into.get(key)
  if (known === undefined) into.set(key, [value])
  else known.push(value)
}

/** Where an individual was seen: the dump, and its place in the print. */
interface Sight {
  readonly dump: number
  readonly place: number | undefined
}

/** What was seen of a stay. */
interface Open {
  readonly id: number
  readonly first: Sight
  /** The first that a dump told. */
  words: number
  readonly origin: number
  last: Sight
}

/** Returns from elsewhere that show that the members of a stack go to and fro. */
const LEAST_RETURNS = 5

/** @param byWords whether other argument words are another stay; from stack to stack they always change */
function staysOf(seen: readonly Seen[], presence: Presence, byWords: boolean): Stays {
  const level = Math.max(...seen.map(({ stack }) => stack.level))
  const open = new Map<number, Open>()
  const over: Open[] = []
  let returns = 0
  for (const { dump, stack } of seen) {
    const { ids, words, origins, places } = atLevel(stack, level)
    for (const [i, id] of ids.entries()) {
      const known = open.get(id)
      const sight = { dump, place: places?.[i] }
      const word = words[i] ?? 0
      if (known !== undefined && (!byWords || sameWords(known.words, word))) {
        if (known.last.dump < dump - 1) returns++
        known.last = sight
        if (known.words === NO_WORDS) known.words = word
      } else {
        if (known !== undefined) over.push(known)
        open.set(id, { id, first: sight, words: word, origin: origins[i] ?? 0, last: sight })
      }
    }
  }
  // One that is elsewhere has left, unless most of those that were elsewhere came back to the same wait.
  const elsewhere = [...open.values()].filter(({ id, last }) => presence.lastOf(id) > last.dump).length
  const goToAndFro = returns >= LEAST_RETURNS && returns >= elsewhere
  const ended = ({ id, last }: Open): Sight => {
    const end = goToAndFro ? presence.lastOf(id) : last.dump
    return end > last.dump ? { dump: end, place: undefined } : last
  }
  return {
    weight: 2 ** level,
    stays: [
      ...over.map((one) => stayOf(one, one.last, presence)),
      ...[...open.values()].map((one) => stayOf(one, ended(one), presence)),
    ],
  }
}

const stayOf = ({ first, origin }: Open, last: Sight, presence: Presence): Stay => ({
  first: first.dump,
  last: last.dump,
  before: presence.lastWithout(first.dump, first.place),
  goneBy: presence.firstWithout(last.dump, last.place),
  origin,
})

/** Ids handed out since the dump before, less those of goroutines that are still there at the next. */
function passedIn(observations: readonly Observation[]): number[] {
  const started = observations.map(({ newest }, i) => {
    const before = observations[i - 1]
    return before === undefined ? 0 : Math.max(0, newest - before.newest)
  })
  const stayed = observations.map((observation, i) => {
    const next = observations[i + 1]
    if (i === 0 || next === undefined) return 0
    const was = idsOf(observations[i - 1] as Observation)
    const later = idsOf(next)
    let sum = 0
    for (const { ids, level } of observation.stacks)
      for (const id of ids) if (!was.has(id) && later.has(id)) sum += 2 ** level
    return sum
  })
  return started.map((number, i) => Math.max(0, number - (stayed[i] ?? 0)))
}

function idsOf({ stacks }: Observation): Set<number> {
  const all = new Set<number>()
  for (const { ids } of stacks) for (const id of ids) all.add(id)
  return all
}
