/** Since when does a series grow? Where the broken line that fits it best has its bend. */

import { parabolaSse } from './parabola.ts'

/** Neighbours whose median stands for a point: two bad points in a row vanish, a rise stays (Tukey 1977, EDA). */
const WINDOW = 5

/** A bend in this share of the span is no date of its own: it is the start. */
const EARLY = 1 / 20

/**
 * A bend must lower n · ln(sum of squares) by this many ln n. Schwarz 1978 asks 1 of independent points; 3 keeps
 * 87 % of straight rises of 60 straight in AR(1) noise of φ = 0.9, σ = 3, n = 340 (simulated 2026-11).
 */
const PENALTY = 3

/** Sums of squares below this share of the whole are rounding. */
const ROUNDING = 1e-12

export interface Onset {
  /** Time of the bend, as in `t`; the first time where the series grows from its start or not at all. */
  readonly at: number
  /** Position of `at` in the series. */
  readonly index: number
  /** Count until `at`. */
  readonly level: number
  /** Growth after `at`, y per unit of t; not positive where the series does not grow. */
  readonly slope: number
  /** Squared distances from the broken line, summed, after the running median. */
  readonly sse: number
}

/**
 * The broken line `level` until `at`, then `level + slope · (t − at)`, by least squares over all points as bends
 * (Hinkley 1971, Biometrika 58, with the first slope 0) of the running median. In O(n).
 * The bend is the first time where a straight line does as well, or a parabola that speeds up from the start.
 * `t` ascending, any spacing and unit; `y` finite. Growth that then stops is dated by its start all the same.
 * No points: NaN at index 0. Throws on unequal lengths.
 */
export function onset(t: ArrayLike<number>, y: ArrayLike<number>): Onset {
  if (t.length !== y.length) throw new RangeError(`${t.length} times for ${y.length} values`)
  const n = t.length
  const start = t[0] ?? Number.NaN
  const times = new Float64Array(t).map((time) => time - start)
  const smooth = runningMedian(y)
  const base = smooth[0] ?? Number.NaN
  const mean = smooth.reduce((sum, value) => sum + (value - base), 0) / n
  const values = smooth.map((value) => value - base - mean)
  const total = values.reduce((sum, value) => sum + value * value, 0)

  const inSeries = (fit: Onset): Onset => ({ ...fit, at: start + fit.at, level: base + mean + fit.level })
  const bends = hinges(times, values, total)
  const line = bends[0] ?? { at: 0, index: 0, level: 0, slope: 0, sse: 0 }
  const best = bends.reduce((a, b) => (b.slope > 0 && b.sse < a.sse ? b : a), line)
  const early = EARLY * (times[n - 1] ?? 0)
  const rounding = ROUNDING * total
  const gain = n * Math.log((line.sse + rounding) / (best.sse + rounding))
  if (best.at <= early || gain <= PENALTY * Math.log(n)) return inSeries(line)
  return inSeries(parabolaSse(times, values, total, early) <= best.sse ? line : best)
}

/** For each point but the last, the best broken line that bends there. `y` of mean 0, `total` its squares. */
function hinges(t: Float64Array, y: Float64Array, total: number): Onset[] {
  const n = t.length
  const fits: Onset[] = []
  // Sums over the points after the bend, x the time since it: x, x², y, x · y.
  let sumX = 0
  let sumXX = 0
  let sumY = 0
  let sumXY = 0
  for (let index = n - 2; index >= 0; index--) {
    const at = t[index] as number
    const step = (t[index + 1] as number) - at
    const after = n - 1 - index
    sumXX += step * (2 * sumX + after * step)
    sumX += after * step
    sumY += y[index + 1] as number
    sumXY += step * sumY
    const spread = sumXX - (sumX * sumX) / n
    const slope = spread > 0 ? sumXY / spread : 0
    fits.push({ at, index, level: (-slope * sumX) / n, slope, sse: Math.max(0, total - slope * sumXY) })
  }
  return fits.reverse()
}

/** Median of each point and its neighbours; towards the ends the window shrinks on both sides. */
function runningMedian(y: ArrayLike<number>): Float64Array {
  const values = new Float64Array(y)
  return values.map((_, i) => {
    const reach = Math.min((WINDOW - 1) / 2, i, values.length - 1 - i)
    return values.slice(i - reach, i + reach + 1).sort()[reach] as number
  })
}
