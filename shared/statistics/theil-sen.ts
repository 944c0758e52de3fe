/** How fast does a series grow, if a few of its points are wrong? The median of the slopes of all pairs. */

import { medianSorted } from 'simple-statistics'
import { slopeAtRank } from './pair-slopes.ts'
import { pairs, tiedPairs, tieTerm, varianceOfS } from './ties.ts'

/** 97.5 % point of the standard normal distribution: two-sided 95 %. */
const Z95 = 1.959963984540054

/** Slopes in y per unit of t. */
export interface TheilSen {
  readonly slope: number
  /** Median of y − slope · median of t: the level at t = 0. */
  readonly intercept: number
  /** The slope lies between `low95` and `high95` with 95 % confidence, if the points are independent. */
  readonly low95: number
  readonly high95: number
}

const NO_SLOPE: TheilSen = { slope: Number.NaN, intercept: Number.NaN, low95: Number.NaN, high95: Number.NaN }

/**
 * Theil–Sen line with Sen's interval (Theil 1950; Sen 1968, JASA 63, eq. 2.6), equal to
 * `scipy.stats.theilslopes(y, t, 0.95, 'separate')`. `t` ascending, spacing free; pairs with equal times are
 * left out. Fewer than two different times: four NaN, which pass no threshold. Throws on unequal lengths.
 */
export function theilSen(t: ArrayLike<number>, y: ArrayLike<number>): TheilSen {
  const [times, values, slopes] = series(t, y)
  if (slopes === 0) return NO_SLOPE
  const slope = medianSlope(times, values, slopes)
  const sorted = values.slice().sort()
  // Where times and values tie in the same pairs, these are taken off twice: [1, 1, 2] and [3, 3, 3] leave less than 0.
  const sigma = Math.sqrt(Math.max(0, varianceOfS(values.length, tieTerm(times) + tieTerm(sorted))))
  const low = Math.max(Math.round((slopes - Z95 * sigma) / 2) - 1, 0)
  const high = Math.min(Math.round((slopes + Z95 * sigma) / 2), slopes - 1)
  return {
    slope,
    intercept: middle(sorted) - slope * middle(times),
    low95: slopeAtRank(times, values, { first: low, last: low }),
    high95: slopeAtRank(times, values, { first: high, last: high }),
  }
}

/** `theilSen(t, y).slope` in a third of the time. */
export function theilSenSlope(t: ArrayLike<number>, y: ArrayLike<number>): number {
  const [times, values, slopes] = series(t, y)
  return slopes === 0 ? Number.NaN : medianSlope(times, values, slopes)
}

/** Both series as doubles, and the number of pairs that have a slope. */
function series(t: ArrayLike<number>, y: ArrayLike<number>): [Float64Array, Float64Array, number] {
  if (t.length !== y.length) throw new RangeError(`${t.length} times for ${y.length} values`)
  const times = new Float64Array(t)
  return [times, new Float64Array(y), pairs(times.length) - tiedPairs(times)]
}

const medianSlope = (t: Float64Array, y: Float64Array, slopes: number): number =>
  slopeAtRank(t, y, { first: (slopes - 1) >> 1, last: slopes >> 1 })

const middle = (sorted: Float64Array): number => medianSorted(sorted as ArrayLike<number> as number[])
