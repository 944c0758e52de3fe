/** Who waits for a lock below a method that may have taken it already. */

import type { IndividualFrame } from '#shared/goroutine/individual.ts'
import type { Candidate, Evidence } from './evidence.ts'
import { firstAddress, isHeldFromWriter, lineOf, mayBeOf, type Waiters } from './group.ts'
import { receiverOf, type Wait } from './primitive.ts'

/** One who waits, below a method of the same object that takes the lock itself, or that a writer waits for. */
export const nested = (group: Waiters): Candidate[] =>
  below(group, 'nested', (frame, { caller }) =>
    frame.function === caller.function
      ? isAgain(group, frame)
      : isOther(group, frame, caller) && (isHeldFromWriter(group) || isTaken(group, frame)),
  )

/**
 * One who waits, below another method of the same object. That one may have taken the lock already; or it only calls the
 * one that takes it, as `Update` does with `begin`, and nobody tells the two apart. Where several wait below it for one
 * mutex, it is not what holds it: no second one would have come so far.
 */
export function caller(group: Waiters): Candidate[] {
  const found = below(group, 'caller', (frame, wait) => isOther(group, frame, wait.caller))
  if (group.primitive !== 'sync.Mutex' || group.address === undefined) return found
  const times = Map.groupBy(found, ({ frame }) => frame.function)
  return found.filter(({ frame }) => times.get(frame.function)?.length === 1)
}

function below(
  group: Waiters,
  evidence: Evidence,
  holds: (frame: IndividualFrame, wait: Wait) => boolean,
): Candidate[] {
  if (group.type === undefined) return []
  return group.waits.flatMap((wait) => {
    const { individual, callerIndex } = wait
    const frame = individual.frames.slice(callerIndex + 1).find((each) => holds(each, wait))
    return frame === undefined ? [] : [{ individual, frame, evidence, score: individual.minutes }]
  })
}

/** Another method of the type, not a closure in the one that waits, and not of an object that is known to be another. */
const isOther = (group: Waiters, frame: IndividualFrame, by: IndividualFrame): boolean =>
  frame.function !== by.function &&
  receiverOf(frame.function) === group.type &&
  !frame.function.startsWith(`${by.function}.`) &&
  mayBeOf(group, frame)

/** Behind the line at which others wait for the same lock in the same method. */
const isTaken = (group: Waiters, frame: IndividualFrame): boolean =>
  lineOf(frame) > (group.lines.get(frame.function) ?? Number.NaN)

/** The same method of the very same object, behind the line that takes the lock: methods of a tree call themselves, too. */
const isAgain = (group: Waiters, frame: IndividualFrame): boolean =>
  group.object !== undefined && firstAddress(frame) === group.object && isTaken(group, frame)
