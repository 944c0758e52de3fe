/** Finds the frames that matter to those who wait, in one walk over all goroutines. */

import { addressOf, argumentWords } from '#shared/goroutine/argument-words.ts'
import type { Individual, IndividualFrame } from '#shared/goroutine/individual.ts'
import type { Waiters } from './group.ts'
import { receiverOf } from './primitive.ts'

/** Where frames that matter to groups stand, found in one walk over all goroutines. */
export interface FrameIndex {
  readonly byObject: ReadonlyMap<bigint, readonly Hit[]>
  readonly byType: ReadonlyMap<string, readonly Hit[]>
  readonly byFunction: ReadonlyMap<string, readonly Hit[]>
  readonly byCreator: ReadonlyMap<number, readonly Individual[]>
  /** Some creator was printed with its goroutine: Go 1.21 or newer. */
  readonly knowsCreators: boolean
}

/** A frame of a goroutine, by its place from the leaf. */
export interface Hit {
  readonly individual: Individual
  readonly index: number
}

/** Hits kept of one key. */
const MOST_HITS = 500

/** Looks for the objects, types and functions of `groups` in the frames of `individuals`. */
export function indexFrames(individuals: readonly Individual[], groups: readonly Waiters[]): FrameIndex {
  const byObject = emptied<bigint, Hit>(groups.map(({ object }) => object))
  const byType = emptied<string, Hit>(groups.map(({ type }) => type))
  const byFunction = emptied<string, Hit>(groups.flatMap(({ lines }) => [...lines.keys()]))
  const byCreator = emptied<number, Individual>(
    groups.flatMap(({ primitive, waits }) =>
      primitive === 'sync.WaitGroup'
        ? waits.flatMap(({ individual: { id, creator } }) => [id, creator?.goroutine])
        : [],
    ),
  )
  const facts = new Map<IndividualFrame, Facts>()
  let knowsCreators = false
  for (const individual of individuals) {
    const { frames, creator } = individual
    for (const [index, frame] of frames.entries()) {
      const { objects, type } = factsOf(frame, facts)
      for (const object of objects) note(byObject, object, { individual, index })
      if (type !== undefined) note(byType, type, { individual, index })
      note(byFunction, frame.function, { individual, index })
    }
    if (creator?.goroutine !== undefined) {
      knowsCreators = true
      note(byCreator, creator.goroutine, individual)
    }
  }
  return { byObject, byType, byFunction, byCreator, knowsCreators }
}

interface Facts {
  /** Addresses that words name for sure, the receiver first. */
  readonly objects: readonly bigint[]
  readonly type: string | undefined
}

function factsOf(frame: IndividualFrame, known: Map<IndividualFrame, Facts>): Facts {
  const facts = known.get(frame)
  if (facts !== undefined) return facts
  const objects = argumentWords(frame.args)
    .filter(({ isExact }) => isExact)
    .map(addressOf)
    .filter((address): address is bigint => address !== undefined)
  const made = { objects, type: receiverOf(frame.function) }
  known.set(frame, made)
  return made
}

const emptied = <Key, Value>(keys: readonly (Key | undefined)[]): Map<Key, Value[]> =>
  new Map(keys.flatMap((key) => (key === undefined ? [] : [[key, []]])))

function note<Key, Value>(hits: ReadonlyMap<Key, Value[]>, key: Key, value: Value): void {
  const known = hits.get(key)
  if (known !== undefined && known.length < MOST_HITS) known.push(value)
}
