/** Does a series rise, whatever the shape of the rise? Every pair of points has one vote. */

import { bisectLeft, bisectRight } from 'd3-array'
import { errorFunction } from 'simple-statistics'
import { sortCountingFalls } from './falls.ts'
import { theilSenSlope } from './theil-sen.ts'
import { pairs, tiedPairs, tieTerm, varianceOfS } from './ties.ts'

/** 97.5 % point of the standard normal distribution: a lag counts at alpha = 0.05, two-sided. */
const Z95 = 1.959963984540054

export interface MannKendall {
  /** Pairs that rise less pairs that fall. */
  readonly s: number
  /** Variance of `s` if nothing trends. */
  readonly varS: number
  /** `s` in standard deviations, one vote nearer to 0 (continuity correction). */
  readonly z: number
  /** `s` as a share of all pairs, −1 … 1; ties make 1 unreachable (tau-a). */
  readonly tau: number
}

export interface HamedRao {
  readonly s: number
  /** Variance of `s` if nothing trends and neighbours resemble each other. */
  readonly varS: number
  readonly z: number
  /** Probability of a rise like this one, or a clearer one, by chance. 0 beyond z = 8.3 (double precision). */
  readonly pGreater: number
}

/**
 * Mann–Kendall test with ties (Mann 1945, Kendall 1975), in O(n log n).
 * `y` in order of time, finite; the times themselves do not matter. Fewer than two points and constant series: all 0.
 */
export function mannKendall(y: ArrayLike<number>): MannKendall {
  const n = y.length
  const sorted = new Float64Array(y)
  const falls = sortCountingFalls(sorted)
  const s = pairs(n) - tiedPairs(sorted) - 2 * falls
  const varS = varianceOfS(n, tieTerm(sorted))
  return { s, varS, z: standardised(s, varS), tau: n < 2 ? 0 : s / pairs(n) }
}

/**
 * Mann–Kendall test whose variance knows that neighbours resemble each other (Hamed and Rao 1998, J. Hydrology
 * 204), equal to `pymannkendall.hamed_rao_modification_test`; one-sided. `y` evenly spaced in time.
 * `lags`: only the first so many autocorrelations, all by default.
 * Fewer than two points and constant series: s, varS and z are 0 and pGreater is 0.5, it could be either.
 * Where the correction cannot be had (a straight line leaves no residuals) or is not positive (residuals that
 * swing in step), pymannkendall answers NaN and this the plain variance, the larger one.
 */
export function mannKendallHamedRao(y: ArrayLike<number>, lags: number = y.length): HamedRao {
  const { s, varS: plain } = mannKendall(y)
  const factor = plain > 0 ? correction(residualRanks(new Float64Array(y)), lags) : 1
  const varS = factor > 0 ? plain * factor : plain
  const z = standardised(s, varS)
  return { s, varS, z, pGreater: upperTail(z) }
}

/** Twice the mid-rank less its mean, of the residuals from the Theil–Sen line: whole numbers, their sum is 0. */
function residualRanks(y: Float64Array): Float64Array {
  const slope = theilSenSlope(
    y.map((_, i) => i),
    y,
  )
  const residuals = y.map((value, i) => value - (i + 1) * slope)
  const sorted = residuals.slice().sort()
  return residuals.map((value) => bisectLeft(sorted, value) + bisectRight(sorted, value) - y.length)
}

/** n/n*: variance with autocorrelation over variance without. NaN where the ranks do not vary or n < 3. */
function correction(ranks: Float64Array, lags: number): number {
  const n = ranks.length
  const significant = Z95 / Math.sqrt(n)
  const variance = laggedProduct(ranks, 0) / n
  let sum = 0
  for (let lag = 1; lag <= Math.min(lags, n - 1); lag++) {
    const r = laggedProduct(ranks, lag) / n / variance
    if (!(Math.abs(r) <= significant)) sum += (n - lag) * (n - lag - 1) * (n - lag - 2) * r
  }
  return 1 + (2 / (n * (n - 1) * (n - 2))) * sum
}

/** Sum of x[i] · x[i + lag]; exact for ranks, which are whole. */
function laggedProduct(x: Float64Array, lag: number): number {
  let sum = 0
  for (let i = lag; i < x.length; i++) sum += (x[i] as number) * (x[i - lag] as number)
  return sum
}

const standardised = (s: number, varS: number): number => (s === 0 ? 0 : (s - Math.sign(s)) / Math.sqrt(varS))

/** P(Z > z). The library's approximation is off by 1.2e-7 of the tail (Numerical Recipes 1992, erfcc), 1e-16 at its end. */
export const upperTail = (z: number): number => (1 - errorFunction(z / Math.SQRT2)) / 2
