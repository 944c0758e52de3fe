/**
 * Which goroutines may hold what others wait for.
 *
 * A dump prints arguments and no ownership: a goroutine that is inside the same object, or past the line that takes
 * the lock, and that does not wait for it, is likely its holder and no more.
 */

import { addressOf, argumentWords } from '#shared/goroutine/argument-words.ts'
import type { Individual, IndividualFrame } from '#shared/goroutine/individual.ts'
import type { FrameIndex, Hit } from './frame-index.ts'
import { lineOf, type Waiters } from './group.ts'
import { receiverOf } from './primitive.ts'

/**
 * Why somebody is taken for the holder: `object` its words name the same object, `line` it stands in the same
 * function behind the line that takes the lock, `type` it is in a method of the same type, `child` one who waits
 * for a WaitGroup started it, `nested` it waits itself, called by another method of the same object, or by the same one
 * behind the line that takes the lock.
 */
export type Evidence = 'object' | 'line' | 'type' | 'child' | 'nested'

/** Somebody who may hold it. */
export interface Candidate {
  readonly individual: Individual
  /** The frame that makes it one. */
  readonly frame: IndividualFrame
  readonly evidence: Evidence
  /** For comparison among candidates of one group alone. */
  readonly score: number
}

/** Candidates kept of one group: where there are more, none of them is likely. */
const MOST = 100

/** Who may hold what a group waits for, likeliest first; of one kind of evidence, the strongest that there is. */
export function candidatesOf(group: Waiters, index: FrameIndex): Candidate[] {
  const kinds = group.primitive === 'sync.WaitGroup' ? [children, inObject] : ofLock(group)
  for (const kind of kinds) {
    const found = kind(group, index)
    if (found.length > 0) return found.sort((a, b) => b.score - a.score).slice(0, MOST)
  }
  return []
}

type Kind = (group: Waiters, index: FrameIndex) => Candidate[]

/** Who sends is no receiver, whatever line it stands at. */
const ofLock = ({ primitive }: Waiters): readonly Kind[] =>
  primitive === 'chan send' ? [inObject, inType] : [inObject, pastLine, inType, nested]

const children: Kind = ({ waits }, { byCreator }) =>
  waits.flatMap(({ individual: { id } }) =>
    (byCreator.get(id) ?? []).flatMap((individual) => {
      const frame = individual.frames.at(-1)
      return frame === undefined
        ? []
        : [{ individual, frame, evidence: 'child' as const, score: individual.minutes }]
    }),
  )

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

/** A receiver that is printed for sure and is another one speaks against it. */
function mayBeOf({ object }: Waiters, frame: IndividualFrame | undefined): boolean {
  const [receiver] = argumentWords(frame?.args ?? '')
  if (object === undefined || receiver?.isExact !== true) return true
  const address = addressOf(receiver)
  return address === undefined || address === object
}

/** One who waits, inside a method of the same object that may have taken the lock already. */
const nested: Kind = (group) =>
  group.type === undefined
    ? []
    : group.waits.flatMap(({ individual, callerIndex, caller }) => {
        const frame = individual.frames
          .slice(callerIndex + 1)
          .find((each) =>
            each.function === caller.function
              ? isAgain(group, each)
              : receiverOf(each.function) === group.type &&
                !each.function.startsWith(`${caller.function}.`) &&
                mayBeOf(group, each),
          )
        return frame === undefined
          ? []
          : [{ individual, frame, evidence: 'nested' as const, score: individual.minutes }]
      })

/** The same method of the very same object, behind the line that takes the lock: methods of a tree call themselves, too. */
function isAgain({ object, lines }: Waiters, frame: IndividualFrame): boolean {
  const [receiver] = argumentWords(frame.args)
  if (object === undefined || receiver === undefined || addressOf(receiver) !== object) return false
  return lineOf(frame) > (lines.get(frame.function) ?? Number.NaN)
}

/** Those of `hits` that do not wait themselves, each once, with the frame that says most. */
function others(group: Waiters, hits: readonly Hit[], evidence: Evidence): Candidate[] {
  const waiting = new Set(group.waits.map(({ individual }) => individual.id))
  const best = new Map<number, Candidate>()
  for (const { individual, index } of hits) {
    const frame = individual.frames[index]
    if (frame === undefined || waiting.has(individual.id)) continue
    if (group.primitive === 'chan send' && group.lines.has(frame.function)) continue
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

function firstAddress({ args }: IndividualFrame): bigint | undefined {
  const [word] = argumentWords(args)
  return word === undefined ? undefined : addressOf(word)
}
