import { bisectLeft } from 'd3-array'
import { median } from '#shared/statistics/median.ts'
import { theilSen } from '#shared/statistics/theil-sen.ts'
import { thin } from '#shared/statistics/thin.ts'
import { HOUR } from '#shared/time.ts'
import { lowWater } from '#shared/trend/low-water.ts'
import type { SignatureLife } from '../life/signature-life.ts'
import type { Rate } from '../model/figures.ts'
import { isClean } from './changes.ts'

/** Points that the interval is taken over. */
const LINE_POINTS = 96

/** How much came in how many hours: what rates of lives are added up from. */
export interface Came {
  readonly goroutines: number
  readonly hours: number
}

/** An eighth of the time that brought this many times its share is a warm-up, and no part of the rate. */
const WARM = 2

/**
 * What came since a time, and in how many hours: of a clean series from its point there to its last one, of one with
 * healthy goroutines among the leaked ones from the first to the last eighth of its low water.
 */
export function growthSince({ times, counts }: SignatureLife, since: number): Came {
  const from = bisectLeft(times, since)
  if (isClean(counts.last.subarray(from))) {
    const all = cameFrom(times, counts.last, from)
    const after = bisectLeft(times, (times[from] ?? 0) + (all.hours * HOUR) / 8)
    const rest = cameFrom(times, counts.last, after)
    return all.goroutines - rest.goroutines > (WARM / 8) * all.goroutines ? rest : all
  }
  const water = lowWater(times.subarray(from), counts.low.subarray(from))
  const eighth = Math.max(1, Math.floor(water.marks.length / 8))
  const [first, last] = [water.marks.subarray(0, eighth), water.marks.subarray(-eighth)]
  const hours = (median(water.times.subarray(-eighth)) - median(water.times.subarray(0, eighth))) / HOUR
  return { goroutines: median(last) - median(first), hours }
}

const cameFrom = (times: Float64Array, counts: Float64Array, from: number): Came => ({
  goroutines: (counts.at(-1) ?? 0) - (counts[from] ?? 0),
  hours: ((times.at(-1) ?? 0) - (times[from] ?? 0)) / HOUR,
})

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
  // Of one moment there is no pace.
  const slope = Number.isFinite(line.slope) ? line.slope * HOUR : 0
  const perHour = hours > 0 ? goroutines / hours : slope
  const bounds = [perHour, line.low95 * HOUR, line.high95 * HOUR].filter(Number.isFinite)
  return { perHour, low95: Math.min(...bounds), high95: Math.max(...bounds) }
}
