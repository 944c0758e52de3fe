/** How a reader deep inside a dump gives up: one exception that carries the refusal out to the answer. */

import type { Broken, GoroutineProfile, ProfileReason, Reading } from './model.ts'

/** Thrown by `refuse`, caught by `answer`; never leaves this folder. */
class Refusal extends Error {
  readonly broken: Broken

  constructor(broken: Broken) {
    super(broken.detail)
    this.broken = broken
  }
}

/** Gives the dump up as a whole. `bounds` are set where a limit was passed. */
export function refuse(
  reason: ProfileReason,
  detail: string,
  bounds: { limit?: number; actual?: number } = {},
): never {
  throw new Refusal({ reason, detail, ...bounds })
}

/** Runs a reader of a dump that is certainly of its form: the profile, or why it is broken. */
export function answer(read: () => GoroutineProfile): Reading {
  try {
    return { answer: 'recognised', profile: read() }
  } catch (error) {
    if (error instanceof Refusal) return { answer: 'broken', broken: error.broken }
    throw error
  }
}

/** Whether a look at a dump finds what it asks for; running into a refusal counts as no. */
export function finds(look: () => boolean): boolean {
  try {
    return look()
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

/** A second dump begins at `line`; adding the two up would count every goroutine twice. */
export function refuseSeveralDumps(line: number, why: string): never {
  refuse(
    'several-dumps',
    `A second dump begins at line ${line}: ${why}. Send each dump by itself, with its own time, or the file to "tidemark push", which takes them apart.`,
  )
}

/** More distinct samples or stacks than `limit`. */
export function refuseTooManySamples(limit: number, actual: number): never {
  refuse(
    'too-many-samples',
    `The dump has at least ${actual} distinct stacks, the limit is ${limit}: take labels with many values out of the program, or raise the limit.`,
    { limit, actual },
  )
}

/** One stack with more frames than `limit`. */
export function refuseTooManyFrames(limit: number, actual: number): never {
  refuse(
    'too-many-frames',
    `A stack has at least ${actual} frames, the limit is ${limit}: lower GODEBUG=profstackdepth.`,
    { limit, actual },
  )
}

/** A function name of more bytes than `limit`; `begin` is how it begins. */
export function refuseLongName(limit: number, actual: number, begin: string): never {
  refuse(
    'malformed-profile',
    `A name of ${actual} bytes begins with "${begin}", the limit is ${limit}: no Go function is called so.`,
    { limit, actual },
  )
}
