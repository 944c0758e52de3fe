import { bisectLeft } from 'd3-array'
import { HOUR } from '#shared/trend/block.ts'
import { lowWater } from '#shared/trend/low-water.ts'
import { theilSen } from '#shared/trend/theil-sen.ts'
import { thin } from '#shared/trend/thin.ts'
import { median } from './median.ts'
import type { SignatureLife } from './signature-life.ts'
import type { Rate } from './verdict.ts'

/** Points that the interval is taken over. */
const LINE_POINTS = 96

/** How much came in how many hours: what rates of lives are added up from. */
export interface Came {
  readonly goroutines: number
  readonly hours: number
}

/** What came between the first and the last eighth of the low water since a time, and the hours between them. */
export function growthSince({ times, counts }: SignatureLife, since: number): Came {
  const from = bisectLeft(times, since)
  const water = lowWater(times.subarray(from), counts.low.subarray(from))
  const eighth = Math.max(1, Math.floor(water.marks.length / 8))
  const [first, last] = [water.marks.subarray(0, eighth), water.marks.subarray(-eighth)]
  const hours = (median(water.times.subarray(-eighth)) - median(water.times.subarray(0, eighth))) / HOUR
  return { goroutines: median(last) - median(first), hours }
}

/**
 * Goroutines an hour since a time: the mean, which counts nights in, between the 95 % bounds of the Theil–Sen
 * slope, which are widened where the mean lies beyond them.
 */
export function rateSince(life: SignatureLife, since: number): Rate {
  const { goroutines, hours } = growthSince(life, since)
  const from = bisectLeft(life.times, since)
  const line = theilSen(
    thin(life.times.subarray(from), LINE_POINTS),
    thin(life.counts.last.subarray(from), LINE_POINTS),
  )
  const perHour = hours > 0 ? goroutines / hours : line.slope * HOUR
  const bounds = [perHour, line.low95 * HOUR, line.high95 * HOUR].filter(Number.isFinite)
  return { perHour, low95: Math.min(...bounds), high95: Math.max(...bounds) }
}
