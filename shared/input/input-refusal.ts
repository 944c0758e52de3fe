/** Why a person's file, or a part of it, is not read. */

import type { ReadReason } from '#shared/reading/answer.ts'

/** Reasons of the strict readers, and those that only files of people have. */
export type InputReason = ReadReason | 'malformed-archive'

/** One refused file, entry or line. */
export interface InputRefusal {
  /** File, entry of an archive, pod or container; '' where the input is one text alone. */
  readonly source: string
  /** 1-based line in the person's file; 0 where the file has no lines. */
  readonly line: number
  readonly reason: InputReason
  /** One sentence: what was found, and what to send instead. */
  readonly detail: string
  /** The limit that was passed, beside the value that passed it. */
  readonly limit?: number
  readonly actual?: number
}

/** Stops the work on one input; caught where inputs are read, never leaves this folder. */
export class InputRefused extends Error {
  readonly refusal: InputRefusal

  constructor(refusal: InputRefusal) {
    super(refusal.detail)
    this.refusal = refusal
  }
}
