/**
 * Which goroutines may hold what others wait for.
 *
 * A dump prints arguments and no ownership: a goroutine that is inside the same object, or past the line that takes
 * the lock, and that does not wait for it, is likely its holder and no more.
 */

import type { Individual, IndividualFrame } from '#shared/goroutine/individual.ts'
import { ownerOf } from '#shared/signature/own-code.ts'
import { packageOf } from '#shared/signature/package-of.ts'
import type { Candidate, Evidence } from './evidence.ts'
import type { FrameIndex, Hit } from './frame-index.ts'
import { firstAddress, lineOf, mayBeOf, type Waiters } from './group.ts'
import { type Primitive, receiverOf, type Wait } from './primitive.ts'
import { caller, nested } from './waits-for-itself.ts'

/** Candidates kept of one group: where there are more, none of them is likely. */
const MOST = 100

/** Who may hold what a group waits for, likeliest first; of one kind of evidence, the strongest that there is. */
export function candidatesOf(group: Waiters, index: FrameIndex): Candidate[] {
  const kinds = group.primitive === 'sync.WaitGroup' ? [children, inObject, siblings] : ofLock(group)
  for (const kind of kinds) {
    const found = kind(group, index)
    if (found.length > 0) return found.sort((a, b) => b.score - a.score).slice(0, MOST)
  }
  return []
}

type Kind = (group: Waiters, index: FrameIndex) => Candidate[]

/** Who sends is no receiver, whatever line it stands at. */
const ofLock = ({ primitive }: Waiters): readonly Kind[] =>
  primitive === 'chan send' ? [inObject, inType] : [inObject, pastLine, inType, nested, caller]

/**
 * Those that the function which waits started, or others of its package; else whatever its goroutine started but for what
 * the standard library did below, such as the background read of a server.
 */
const children: Kind = ({ waits }, { byCreator }) => {
  const started = waits.flatMap(({ individual: { id }, caller }) =>
    (byCreator.get(id) ?? []).map((individual) => ({ individual, by: individual.creator?.function, caller })),
  )
  const near = started.filter(
    ({ by = '', caller }) =>
      by.startsWith('sync.(*WaitGroup).') || packageOf(by) === packageOf(caller.function),
  )
  const chosen = near.length > 0 ? near : started.filter(({ by = '' }) => ownerOf(by) !== 'standard')
  return chosen.flatMap(({ individual }) => {
    const frame = individual.frames.at(-1)
    return frame === undefined
      ? []
      : [{ individual, frame, evidence: 'child' as const, score: individual.minutes }]
  })
}

/** A closure that only waits for those that the same call started, and closes a channel behind them. */
const isCloser = ({ individual, caller }: Wait): boolean =>
  individual.frames.at(-1) === caller && caller.function.startsWith(`${individual.creator?.function}.func`)

const siblings: Kind = ({ waits }, { byCreator }) => {
  const waiting = new Set(waits.map(({ individual }) => individual.id))
  const found = new Map<number, Candidate>()
  for (const { individual: waiter } of waits.filter(isCloser))
    for (const individual of byCreator.get(waiter.creator?.goroutine ?? 0) ?? []) {
      const frame = individual.frames.at(-1)
      if (frame === undefined || waiting.has(individual.id)) continue
      if (individual.creator?.function === waiter.creator?.function)
        found.set(individual.id, { individual, frame, evidence: 'sibling', score: individual.minutes })
    }
  return [...found.values()]
}

const inObject: Kind = (group, { byObject }) =>
  group.object === undefined ? [] : others(group, byObject.get(group.object) ?? [], 'object')

const pastLine: Kind = (group, { byFunction }) => {
  const hits = [...group.lines].flatMap(([name, line]) =>
    (byFunction.get(name) ?? []).filter(({ individual, index }) => {
      const frame = individual.frames[index]
      return frame !== undefined && isPast(group, lineOf(frame), line) && mayBeOf(group, frame)
    }),
  )
  return others(group, hits, 'line')
}

/** The first call of a `Once` runs below the very line at which the others wait. */
const isPast = ({ primitive }: Waiters, line: number, taken: number): boolean =>
  primitive === 'sync.Once' ? line >= taken : line > taken

const inType: Kind = (group, { byType }) =>
  group.type === undefined
    ? []
    : others(
        group,
        (byType.get(group.type) ?? []).filter(({ individual, index }) =>
          mayBeOf(group, individual.frames[index]),
        ),
        'type',
      )

/** Who stands in the function of the waiters sends, or waits, as they do: it receives and signals nothing. */
const WAITS_ALIKE: ReadonlySet<Primitive> = new Set(['chan send', 'sync.Cond'])

/** Those of `hits` that do not wait themselves, each once, with the frame that says most. */
function others(group: Waiters, hits: readonly Hit[], evidence: Evidence): Candidate[] {
  const waiting = new Set(group.waits.map(({ individual }) => individual.id))
  const best = new Map<number, Candidate>()
  for (const { individual, index } of hits) {
    const frame = individual.frames[index]
    if (frame === undefined || waiting.has(individual.id)) continue
    if (WAITS_ALIKE.has(group.primitive) && group.lines.has(frame.function)) continue
    const score = scoreOf(group, individual, index)
    const known = best.get(individual.id)
    if (known === undefined || known.score < score)
      best.set(individual.id, { individual, frame, evidence, score })
  }
  return [...best.values()]
}

/** Waits of loops that stand ready for work: such a loop rarely holds a lock meanwhile. */
const IDLE = new Set(['select', 'chan receive', 'sleep', 'select (no cases)'])

/** Past the line that takes the lock · inside its method · no idle loop · there for longest. */
function scoreOf(group: Waiters, individual: Individual, index: number): number {
  const { frames, state, minutes } = individual
  const frame = frames[index] as IndividualFrame
  const isReceiver =
    group.object !== undefined &&
    firstAddress(frame) === group.object &&
    receiverOf(frame.function) !== undefined
  const taken = group.lines.get(frame.function) ?? Number.NaN
  const isIdleLoop = IDLE.has(state) && index === frames.length - 1
  return (
    (isPast(group, lineOf(frame), taken) ? 8 : 0) +
    (isReceiver ? 4 : 0) +
    (isIdleLoop ? 0 : 2) +
    minutes / 1e9
  )
}
