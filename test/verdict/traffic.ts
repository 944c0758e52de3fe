/** Served connections, and what follows them: two days, a count each ten minutes. */

import { counted, noisy, STEP } from '#test/support/lives.ts'
import { HOURS } from './shapes.ts'

const HOUR_OF_STEP = STEP / 3_600_000

/** Connections by the hour of a day: none at night, 100 at noon. */
export const byDay = (hour: number): number => Math.max(0, -100 * Math.cos((2 * Math.PI * hour) / 24))

export const steady = noisy(
  counted(HOURS, () => 60),
  21,
  4,
)
export const daily = counted(HOURS, byDay)
/** 20 … 116, in strides of some connections. */
export const growing = noisy(
  counted(HOURS, (hour) => 20 + 2 * hour),
  22,
  6,
)

/** Goroutines that stay behind, one for so many connection hours; ends after a night without any. */
export function leakedBy(served: readonly number[], connectionHours: number): number[] {
  let sum = 0
  return served.map((count) => {
    sum += count * HOUR_OF_STEP
    return 5 + Math.floor(sum / connectionHours)
  })
}

export const leakPerRequest = leakedBy(daily, 12)
/** A pool of 50, 120, then 260. */
export const resizedTwice = noisy(
  counted(HOURS, (hour) => (hour < 14 ? 50 : hour < 41 ? 120 : 260)),
  23,
  1,
)
