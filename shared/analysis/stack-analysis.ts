/** What is said of one stack of a dump. */

import { type Diagnosis, NOTHING } from '#shared/cause/cause-of.ts'
import { type Ages, knownStates, type Signature, type SignatureId } from '#shared/signature/signature.ts'
import type { GroupedSockets } from '#shared/socket/grouped-sockets.ts'
import { holdsSocket, socketsSay } from './connection.ts'
import { type Creators, creatorsSay } from './creators.ts'
import {
  causeInDump,
  type DumpContext,
  type KnownCause,
  type PossibleCauses,
  possibleInDump,
} from './known-cause.ts'
import type { StackPlaces } from './places.ts'
import { shapeSays } from './shape.ts'
import type { SignedStack } from './signed-stack.ts'
import { hasNoStack } from './starters.ts'

/** One stack of a dump. */
export interface StackAnalysis extends Omit<StackPlaces, 'frames'> {
  readonly id: string
  readonly frames: readonly string[]
  /** `file:line` of each frame, of the goroutines that are most alike; null where the dump has none. */
  readonly places: readonly (string | null)[]
  readonly ownCode: string | null
  /** The function that `go` started; null where the dump lost the root side. */
  readonly entry: string | null
  readonly creator: string | null
  readonly count: number
  readonly leaked: number
  readonly states: Readonly<Record<string, number>>
  readonly ages: Ages | null
  /** Ids of stacks with the same count that a pair of one library call makes, or goroutines that come in pairs. */
  readonly twins: readonly string[]
  /** Who started these goroutines; null where the dump does not name goroutines of `go` statements. */
  readonly creators: Creators | null
  /** The same as a part of a sentence; of goroutines without a stack, the functions with their `go` statements. */
  readonly startedBy: string | null
  /** Which connections are as many as the goroutines; null where none are, or no table was given. */
  readonly sockets: string | null
  readonly cause: KnownCause | null
  /** The causes that it may be, where the dump does not decide; `cause` is null then. */
  readonly ambiguity?: PossibleCauses
  /** What the shape says where no cause is known; null where one is, and of goroutines at work. */
  readonly shape: string | null
  /** Why the stack is meant to stay; null where nobody meant it, missing where nobody was asked. */
  readonly intended?: string | null
}

/** What a dump is held against. */
export interface Beside {
  /** Of the same process and about the same time. */
  readonly sockets?: GroupedSockets | undefined
  /** Why so many goroutines of a stack are meant to stay; undefined: they are not. */
  readonly intended?: ((signature: Signature, count: number) => string | undefined) | undefined
}

/** What is known beside the stack itself. */
export interface About extends Beside, DumpContext {
  readonly places: ReadonlyMap<SignatureId, StackPlaces>
  readonly paired: ReadonlyMap<SignatureId, ReadonlySet<SignatureId>>
  readonly creators: ReadonlyMap<SignatureId, Creators>
  /** Who started goroutines whose stack is not in the dump. */
  readonly starters: string | null
}

const NO_PLACES: StackPlaces = { place: null, otherPlaces: 0, goPlace: null, otherGoPlaces: 0, frames: [] }

/** @param found what the catalogue says, or a sentence that says why it says nothing */
export function stackOf(
  { signature, sighting }: SignedStack,
  twins: readonly SignedStack[],
  found: Diagnosis | string,
  about: About,
): StackAnalysis {
  const { cause, ambiguity } = typeof found === 'string' ? NOTHING : found
  const creators = about.creators.get(signature.id) ?? null
  const { frames: places, ...place } = about.places.get(signature.id) ?? NO_PLACES
  const said = {
    ownCode: signature.ownCode ?? null,
    creator: signature.creator ?? null,
    states: Object.fromEntries(knownStates(sighting)),
    ...place,
  }
  return {
    id: signature.id,
    frames: signature.frames,
    places,
    entry: signature.entry ?? null,
    count: sighting.count,
    leaked: sighting.leaked,
    ages: sighting.ages ?? null,
    ...said,
    twins: [
      ...new Set([...twins.map((twin) => twin.signature.id), ...(about.paired.get(signature.id) ?? [])]),
    ],
    creators,
    startedBy:
      creators === null ? (hasNoStack(signature.frames) ? about.starters : null) : creatorsSay(creators),
    sockets:
      about.sockets !== undefined && holdsSocket(signature, sighting, cause)
        ? socketsSay(sighting.count, about.sockets)
        : null,
    cause: cause === undefined ? null : causeInDump(cause, about, sighting.leaked),
    ...(ambiguity === undefined ? {} : { ambiguity: possibleInDump(ambiguity, about, sighting.leaked) }),
    shape:
      typeof found === 'string'
        ? found
        : cause === undefined && ambiguity === undefined
          ? shapeSays({ ...said, frames: signature.frames })
          : null,
    ...(about.intended === undefined ? {} : { intended: about.intended(signature, sighting.count) ?? null }),
  }
}
