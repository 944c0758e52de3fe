import { bisectLeft } from 'd3-array'
import { theilSen } from '#shared/statistics/theil-sen.ts'
import { type LowWater, lowWater } from '#shared/trend/low-water.ts'
import type { Counts } from '#shared/trend/series.ts'

/** The straight line that is nearest to a low water, by its two ends. */
export interface ChartLine {
  /** Milliseconds since the epoch. */
  readonly from: number
  readonly to: number
  /** Goroutines at either end. */
  readonly first: number
  readonly last: number
}

/**
 * The low water of a life, and the Theil–Sen line through the part of it since a time; no line through fewer than three
 * marks.
 */
export function waterAndLine(
  times: Float64Array,
  { low }: Counts,
  since = Number.NEGATIVE_INFINITY,
): { readonly water: LowWater; readonly line: ChartLine | undefined } {
  const water = lowWater(times, low)
  const begin = bisectLeft(times, since)
  const part = lowWater(times.subarray(begin), low.subarray(begin))
  const [from, to] = [part.times[0], part.times.at(-1)]
  if (part.marks.length < 3 || from === undefined || to === undefined) return { water, line: undefined }
  // Seen from its start: a slope times milliseconds since 1970 would lose the level in rounding.
  const { slope, intercept } = theilSen(
    part.times.map((at) => at - from),
    part.marks,
  )
  if (!Number.isFinite(slope)) return { water, line: undefined }
  return { water, line: { from, to, first: intercept, last: intercept + slope * (to - from) } }
}
