/** Refusals that several readers of goroutine profiles share. */

import { refuse } from '#shared/reading/refusal.ts'

/** A second dump begins at `line`; adding the two up would count every goroutine twice. */
export function refuseSeveralDumps(line: number, why: string): never {
  refuse(
    'several-dumps',
    `A second dump begins at line ${line}: ${why}. Send each dump by itself, with its own time, or the file to "tidemark push", which takes them apart.`,
  )
}

/** Lines or samples between two looks at the clock. */
const LOOK_EVERY = 4_096

/** Gives up a dump of which so many lines or samples are read and the time is over. */
export function refuseLate(read: number, isLate: (() => boolean) | undefined): void {
  if (read % LOOK_EVERY !== 0 || isLate?.() !== true) return
  refuse(
    'too-slow',
    `After ${read} lines or samples the time for one dump is over: send debug=0, which is read in a fraction of it.`,
    { actual: read },
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
