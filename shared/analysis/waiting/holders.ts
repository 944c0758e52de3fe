/** Who holds what others wait for: the waiters of each lock or channel, the likely holder, the rings. */

import type { Individual, IndividualFrame } from '#shared/goroutine/individual.ts'
import { normaliseFrame } from '#shared/signature/frame.ts'
import { type Candidate, candidatesOf, type Evidence } from './candidate.ts'
import { deadlocked, type HeldGroup, ringOf } from './deadlock.ts'
import { indexFrames } from './frame-index.ts'
import { groupWaits, type Waiters } from './group.ts'
import { type Primitive, waitOf } from './primitive.ts'
import { alikeSays, hex, holderSays, ringSays, upgradedSays, waitersSay } from './sentence.ts'

/** One lock or channel that goroutines wait for. */
export interface Held {
  readonly primitive: Primitive
  /** Of the lock or channel, `0xc0000b40c0`; null where the dump prints none for sure. */
  readonly address: string | null
  /** Of the struct that it is in; null where the dump prints none for sure. */
  readonly object: string | null
  /** Type whose methods wait for it; null where plain functions do. */
  readonly type: string | null
  readonly waiters: number
  /** Whole minutes that the longest one waits, a floor. */
  readonly oldest: number
  /** Ids of the goroutines that wait, some of them where they are many. */
  readonly goroutines: readonly number[]
  /** Likely holders, the likeliest first; some of them where they are many. */
  readonly holders: readonly Holder[]
  /** Locks or channels of other objects that are held up in the same way, and are not listed. */
  readonly alike: number
  /** All who may hold it wait in such a group themselves. */
  readonly deadlock: boolean
  /** Who waits, who may hold it, what that proves. */
  readonly says: readonly string[]
}

/** A goroutine that likely holds what others wait for. */
export interface Holder {
  readonly goroutine: number
  readonly function: string
  /** `file:line`; empty where the dump has none. */
  readonly place: string
  readonly state: string
  readonly minutes: number
  readonly evidence: Evidence
}

/** Groups looked at, and said. */
const MOST_GROUPS = 500
const SAID = 20
/** Ids and holders of one group that are told. */
const IDS = 20
const HOLDERS = 3

/** Deadlocks first, then what most wait for. */
export function heldUp(read: readonly Individual[]): Held[] {
  const individuals = withNormalNames(read)
  const waits = individuals.map(waitOf).filter((wait) => wait !== undefined)
  const groups = groupWaits(waits).slice(0, MOST_GROUPS)
  const index = indexFrames(individuals, groups)
  const held = groups.map((group) => ({ group, candidates: candidatesOf(group, index) }))
  const closed = deadlocked(held)
  const telling = Map.groupBy(
    held.filter((each) => isTelling(each, closed, index.knowsCreators)),
    (each) => alikeKey(each, closed),
  )
  return [...telling.values()]
    .map(([first, ...alike]) => told(first as HeldGroup, alike.length, closed, index.knowsCreators))
    .sort((a, b) => Number(b.deadlock) - Number(a.deadlock) || b.waiters - a.waiters)
    .slice(0, SAID)
}

/** Functions as signatures name them; frames stay shared between goroutines. */
function withNormalNames(individuals: readonly Individual[]): Individual[] {
  const known = new Map<IndividualFrame, IndividualFrame>()
  const normal = (frame: IndividualFrame): IndividualFrame => {
    const made = known.get(frame) ?? { ...frame, function: normaliseFrame(frame.function) }
    known.set(frame, made)
    return made
  }
  return individuals.map((individual) => ({ ...individual, frames: individual.frames.map(normal) }))
}

/** The same wait in the same functions behind the same kind of holder: one of a thousand sessions tells of all. */
function alikeKey(held: HeldGroup, closed: ReadonlySet<HeldGroup>): string {
  const { group, candidates } = held
  const [first] = candidates
  const functions = [...group.lines.keys()].sort()
  return JSON.stringify(
    [group.primitive, functions, first?.frame, first?.evidence, closed.has(held)],
    (key, value) => (key === 'args' ? undefined : value),
  )
}

/** One that waits and nobody seen says nothing beyond its stack, nor do sends of which only the type is known. */
function isTelling(held: HeldGroup, closed: ReadonlySet<HeldGroup>, knowsCreators: boolean): boolean {
  const { group, candidates } = held
  if (closed.has(held)) return true
  if (group.primitive === 'chan send') return group.object !== undefined && candidates.length > 0
  return (
    candidates.length > 0 || group.waits.length > 1 || (group.primitive === 'sync.WaitGroup' && knowsCreators)
  )
}

function told(held: HeldGroup, alike: number, closed: ReadonlySet<HeldGroup>, knowsCreators: boolean): Held {
  const { group, candidates } = held
  const isUpgraded = candidates.length === 0 && isHeldByNoReader(group)
  const ring = closed.has(held) ? [ringSays(ringOf(held, closed))] : []
  return {
    primitive: group.primitive,
    address: group.address === undefined ? null : hex(group.address),
    object: group.object === undefined ? null : hex(group.object),
    type: group.type ?? null,
    waiters: group.waits.length,
    oldest: group.oldest,
    goroutines: group.waits.slice(0, IDS).map(({ individual }) => individual.id),
    holders: candidates.slice(0, HOLDERS).map(holder),
    alike,
    deadlock: isUpgraded || closed.has(held),
    says: [
      `${waitersSay(group)}.`,
      ...(isUpgraded ? [upgradedSays(group)] : holderSays(held, knowsCreators)),
      ...ring,
      ...(alike === 0 ? [] : [alikeSays(group, alike)]),
    ],
  }
}

/** Minutes after which a writer that nobody holds up would long have had its lock. */
const LONG = 1

/** Readers leave without waiting for anybody, so a writer waits for long only where one cannot. */
const isHeldByNoReader = ({ primitive, object, oldest, waits }: Waiters): boolean =>
  primitive === 'sync.RWMutex' &&
  object !== undefined &&
  oldest >= LONG &&
  waits.some(({ isWriter }) => isWriter)

const holder = ({ individual, frame, evidence }: Candidate): Holder => ({
  goroutine: individual.id,
  function: frame.function,
  place: frame.place,
  state: individual.state,
  minutes: individual.minutes,
  evidence,
})
