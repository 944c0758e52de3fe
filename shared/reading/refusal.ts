/** How a reader deep inside an input gives up: one exception that carries the refusal out to the answer. */

import type { Broken, Decided, ReadReason } from './answer.ts'
import { visibleText } from './visible.ts'

/** Thrown by `refuse`, caught by `decide` and `finds`; never leaves a reader. */
class Refusal extends Error {
  readonly broken: Broken

  constructor(broken: Broken) {
    super(broken.detail)
    this.broken = broken
  }
}

/** Gives the input up as a whole. `bounds` are set if a limit was passed. */
export function refuse(
  reason: ReadReason,
  detail: string,
  bounds: { limit?: number; actual?: number } = {},
): never {
  throw new Refusal({ reason, detail: visibleText(detail), ...bounds })
}

/** Runs a reader of an input that is certainly of its form: what it found, or why the input is broken. */
export function decide<Found>(read: () => Found): Decided<Found> {
  try {
    return { answer: 'recognised', ...read() }
  } catch (error) {
    if (error instanceof Refusal) return { answer: 'broken', broken: error.broken }
    throw error
  }
}

/** Whether a look at an input finds what it asks for; running into a refusal counts as no. */
export function finds(look: () => boolean): boolean {
  try {
    return look()
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}
