/** What makes a goroutine a likely holder of what others wait for. */

import type { Individual, IndividualFrame } from '#shared/goroutine/individual.ts'

/**
 * Why a goroutine is taken for the holder.
 *
 * * `object`: its arguments name the same object.
 * * `line`: it is in the same function, after the line that takes the lock.
 * * `type`: it is in a method of the same type.
 * * `child`: a goroutine that waits for a WaitGroup started it.
 * * `sibling`: the call that started a goroutine which waits for a WaitGroup started it too.
 * * `nested`: it waits itself, called from a method of the same object after the line where that takes the lock, or as a
 *   reader while a writer waits.
 * * `caller`: it waits itself, called from another method of the same object.
 */
export type Evidence = 'object' | 'line' | 'type' | 'child' | 'sibling' | 'nested' | 'caller'

/** Somebody who may hold it. */
export interface Candidate {
  readonly individual: Individual
  /** The frame that makes it one. */
  readonly frame: IndividualFrame
  readonly evidence: Evidence
  /** For comparison among candidates of one group alone. */
  readonly score: number
}
