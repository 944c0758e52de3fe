import type { SignatureId } from '#shared/signature/signature.ts'
import type { JudgeInput } from '#shared/verdict/verdict.ts'

/** One leak that a method reports. */
export interface Answer {
  readonly signatures: readonly SignatureId[]
  /** Goroutines an hour of one process, of one signature; undefined where the method has no number. */
  readonly perHour?: number
  /** Milliseconds since the epoch. */
  readonly since?: number
  /** Entry of the catalogue. */
  readonly cause?: string | undefined
}

/** A way to tell leaks from everything else; all of them see the same input. */
export interface Method {
  readonly name: string
  /** Where its rule was read. */
  readonly source: string
  readonly answers: (input: JudgeInput) => readonly Answer[]
}
