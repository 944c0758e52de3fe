/** What makes a goroutine a likely holder of what others wait for. */

import type { Individual, IndividualFrame } from '#shared/goroutine/individual.ts'

/**
 * Why somebody is taken for the holder: `object` its words name the same object, `line` it stands in the same
 * function behind the line that takes the lock, `type` it is in a method of the same type, `child` one who waits
 * for a WaitGroup started it, `sibling` the call that started who waits for a WaitGroup started it as well, `nested` it waits itself, below a method of the same object that is behind the line at which
 * it takes the lock, or as a reader behind a writer, `caller` it waits itself, below another method of the same object.
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
