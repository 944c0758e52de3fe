/** Series that a judge must tell apart, each named by what a program did: two days, a count each ten minutes. */

import { counted, noisy } from '#test/support/lives.ts'

export const HOURS = 48

/** 10 … 60 and back, once a day. */
const wave = (hour: number): number => 35 - 25 * Math.cos((2 * Math.PI * hour) / 24)
const shaped = (countAt: (hour: number) => number): number[] => counted(HOURS, countAt)

/** Where a leak that is not there from the start begins, as a share of the span. */
export const BEGINS = 0.42

/** 5 an hour. */
export const leak = shaped((hour) => 20 + 5 * hour)
export const noisyLeak = noisy(leak, 2, 1)
/** Every ninth dump missed them all. */
export const leakWithHoles = leak.map((count, i) => (i % 9 === 4 ? 0 : count))
/** 5 an hour, at the end 2.5. */
export const slowingLeak = shaped((hour) => 20 + 5 * Math.min(hour, 36) + 2.5 * Math.max(0, hour - 36))
/** Nothing, then 5 an hour. */
export const lateLeak = noisy(
  shaped((hour) => 20 + 5 * Math.max(0, hour - BEGINS * HOURS)),
  3,
  1,
)
/** 2 an hour among goroutines that come and go with the day. */
export const leakUnderWave = noisy(
  shaped((hour) => wave(hour) + 2 * hour),
  7,
  2,
)

export const flat = noisy(
  shaped(() => 40),
  1,
  1,
)
export const dailyWave = noisy(shaped(wave), 4, 2)
export const spikeAndDrain = shaped((hour) => (hour > 30 && hour < 31.5 ? 3000 : 40))
export const poolResize = noisy(
  shaped((hour) => (hour < 22 ? 200 : 400)),
  5,
  1,
)
export const warmUpThatLevels = noisy(
  shaped((hour) => 300 * (1 - Math.exp(-hour / 6))),
  6,
  2,
)
