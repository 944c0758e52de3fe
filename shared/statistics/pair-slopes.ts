/** The k-th smallest of all slopes between two points of a series, without sorting the n(n−1)/2 of them. */

import { quickselect } from 'simple-statistics'
import { pairs } from './ties.ts'

/** Slopes looked at before the pass over all pairs; 256 to 1,024 took the same time at n = 340 (2026-11). */
const SAMPLE = 512

/** Half width of the bracket in standard errors of a sample rank; a miss costs a second pass, not the answer. */
const BRACKET = 3

/** Memory of the last call, kept because clearing 460 kB takes a third of the time of the search (n = 340). */
let scratch = new Float64Array(0)

/** A place in the ascending order of all slopes: ranks `first` and `last`, 0-based, equal or neighbours. */
interface SlopeRank {
  readonly first: number
  readonly last: number
}

interface Bracket {
  readonly low: number
  readonly high: number
}

const EVERYTHING: Bracket = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }

/**
 * Slope at a rank (mean of both ranks), y per unit of t, exact: a sorted sample brackets the rank, one pass counts
 * the slopes below the bracket and keeps those within, quickselect finishes (Floyd and Rivest 1975, CACM 18/3).
 * O(n²) time and memory. `t` ascending, `y` finite. Ranks count the pairs of different times only; a rank that
 * does not exist answers NaN.
 */
export function slopeAtRank(t: Float64Array, y: Float64Array, rank: SlopeRank): number {
  const drops = dropsAtOneTime(t, y)
  const shifted = { first: rank.first + drops, last: rank.last + drops }
  return (
    searchWithin(t, y, shifted, sampleBracket(t, y, shifted)) ??
    searchWithin(t, y, shifted, EVERYTHING) ??
    Number.NaN
  )
}

/** Pairs of equal times and falling values: their slope is −∞, so they stand before all others. */
function dropsAtOneTime(t: Float64Array, y: Float64Array): number {
  let drops = 0
  for (let i = 0; i < t.length; i++) {
    for (let j = i + 1; t[j] === t[i]; j++) drops += +((y[j] as number) < (y[i] as number))
  }
  return drops
}

function searchWithin(
  t: Float64Array,
  y: Float64Array,
  rank: SlopeRank,
  bracket: Bracket,
): number | undefined {
  const { below, kept } = keepInside(t, y, bracket)
  if (rank.first < below || rank.last >= below + kept) return undefined
  return bracket.low === bracket.high ? bracket.low : meanOfRanks(kept, rank.first - below, rank.last - below)
}

/** Two slopes between which the rank very probably lies, from pairs taken at a fixed stride. */
function sampleBracket(t: Float64Array, y: Float64Array, rank: SlopeRank): Bracket {
  const n = t.length
  if (pairs(n) <= 2 * SAMPLE) return EVERYTHING
  const stride = pairs(n) / SAMPLE
  const sample = new Float64Array(SAMPLE)
  let i = 0
  let offset = stride / 2
  for (let taken = 0; taken < SAMPLE; taken++, offset += stride) {
    while (offset >= n - 1 - i) offset -= n - 1 - i++
    const j = i + 1 + Math.floor(offset)
    sample[taken] = ((y[j] as number) - (y[i] as number)) / ((t[j] as number) - (t[i] as number))
  }
  sample.sort()
  const share = rank.first / pairs(n)
  const margin = 1 + BRACKET * Math.sqrt(SAMPLE * share * (1 - share))
  return {
    low: sample[Math.floor(share * SAMPLE - margin)] ?? EVERYTHING.low,
    high: sample[Math.ceil(share * SAMPLE + margin)] ?? EVERYTHING.high,
  }
}

/** Moves the slopes in [low, high] to `scratch`; adds truth values, because a branch here is guessed wrong. */
function keepInside(t: Float64Array, y: Float64Array, { low, high }: Bracket) {
  const n = t.length
  if (scratch.length < pairs(n)) scratch = new Float64Array(pairs(n))
  const slopes = scratch
  let below = 0
  let kept = 0
  for (let i = 0; i < n; i++) {
    const time = t[i] as number
    const value = y[i] as number
    for (let j = i + 1; j < n; j++) {
      const slope = ((y[j] as number) - value) / ((t[j] as number) - time)
      const less = +(slope < low)
      slopes[kept] = slope
      below += less
      kept += +(slope <= high) - less
    }
  }
  return { below, kept }
}

function meanOfRanks(kept: number, first: number, last: number): number {
  // quickselect reads and writes by index only; its declaration asks for more than that.
  const slopes = scratch.subarray(0, kept) as ArrayLike<number> as number[]
  if (kept > 1) quickselect(slopes, first, 0, kept - 1)
  const lower = slopes[first] as number
  if (last === first) return lower
  let upper = Number.POSITIVE_INFINITY
  for (let i = last; i < kept; i++) upper = Math.min(upper, slopes[i] as number)
  return (lower + upper) / 2
}
