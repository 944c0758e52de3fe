/** When is the next dump of a process worth its pause? What the tail test needs, within what dumps may cost. */

import { within } from '#shared/statistics/within.ts'
import { HOUR } from '#shared/time.ts'

/** A process whose dump could decide something. */
export interface WantedDump {
  readonly process: string
  /** Not before this time, milliseconds since the epoch. */
  readonly from: number
}

/** Dumps of a process from which its individuals tell: those of recorded leaks spoke after 5 to 9. */
const ENOUGH_DUMPS = 9
/** A process that has run for a day or more: at first one in three hours, which told a leak within a pool after 15. */
const FIRST_PAUSE = 3 * HOUR
/** A process that is young may not live for long: nine dumps of the time that it has lived, but none within an hour. */
const LEAST_PAUSE = HOUR
/** From a dump to the next at most: two a day show whoever stays for a day. */
const MOST_PAUSE = 12 * HOUR

/**
 * The earliest time of the next dump that helps to tell who stays.
 *
 * @param began when the process began, or was first seen; milliseconds since the epoch
 * @param dumps times of those that it has sent, in any order
 */
export function nextDumpAt(began: number, dumps: readonly number[], now: number): number {
  const [first, last] = [Math.min(...dumps), Math.max(...dumps)]
  if (dumps.length === 0) return now
  const least = within((now - began) / ENOUGH_DUMPS, LEAST_PAUSE, FIRST_PAUSE)
  return last + within((now - first) / ENOUGH_DUMPS, least, MOST_PAUSE)
}

/** Times the pause of a dump that pass until the next: a process stands still for at most 0.01 % of its time. */
export const DUMP_BUDGET = 10_000
/**
 * Milliseconds that the world stands still for a goroutine, up to so many: a debug=2 dump of 10,000 took 93 ms, of 100,000
 * up to 2.4 s (measured on Go 1.26 with stacks of 8 frames).
 */
const PAUSE_EACH = [
  { upTo: 10_000, milliseconds: 0.0093 },
  { upTo: Number.POSITIVE_INFINITY, milliseconds: 0.024 },
] as const

/** Milliseconds that pass between two dumps of a process of this size at least, whatever they would tell. */
export function leastPause(goroutines: number): number {
  const { milliseconds } = PAUSE_EACH.find(({ upTo }) => goroutines <= upTo) ?? PAUSE_EACH[1]
  return Math.max(LEAST_PAUSE, DUMP_BUDGET * milliseconds * goroutines)
}
