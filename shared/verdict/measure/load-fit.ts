import { mean, sampleRankCorrelation } from 'simple-statistics'
import { plainHours } from '#shared/trend/load.ts'
import type { SignatureLife } from '../life/signature-life.ts'

/** Fewest changes that a correlation means something for. */
const LEAST_CHANGES = 12

/** A determinant below this share of its product is 0 but for rounding: load and time go together. */
const ROUNDING = 1e-9

/**
 * Least squares of count = a + `perServed` · served + `perHour` · time. A constant load explains nothing; where load
 * and time go together neither can be told from the other, and both are 0.
 */
export function timeAndLoad(
  { times, counts }: SignatureLife,
  served: Float64Array,
): { readonly perHour: number; readonly perServed: number } {
  const hours = plainHours(times)
  const [tt, xx, tx] = [product(hours, hours), product(served, served), product(hours, served)]
  const [ty, xy] = [product(hours, counts.last), product(served, counts.last)]
  if (xx === 0) return { perHour: tt === 0 ? 0 : ty / tt, perServed: 0 }
  const determinant = tt * xx - tx * tx
  if (determinant <= ROUNDING * tt * xx) return { perHour: 0, perServed: 0 }
  return { perHour: (ty * xx - xy * tx) / determinant, perServed: (xy * tt - ty * tx) / determinant }
}

/** Sum of products of the distances from both means. */
function product(x: Float64Array, y: Float64Array): number {
  const [meanX, meanY] = [mean(Array.from(x)), mean(Array.from(y))]
  return x.reduce((sum, value, i) => sum + (value - meanX) * ((y[i] as number) - meanY), 0)
}

/** How the steps of one series go with the steps of another, both from point to point. */
export function changesTogether(y: Float64Array, x: Float64Array): { slope: number; rank: number } {
  const dx: number[] = []
  const dy: number[] = []
  for (let i = 1; i < y.length; i++) {
    dx.push((x[i] as number) - (x[i - 1] as number))
    dy.push((y[i] as number) - (y[i - 1] as number))
  }
  const xx = dx.reduce((sum, value) => sum + value * value, 0)
  if (xx === 0) return { slope: 0, rank: 0 }
  const slope = dx.reduce((sum, value, i) => sum + value * (dy[i] as number), 0) / xx
  const rank = dx.length < LEAST_CHANGES ? 0 : sampleRankCorrelation(dx, dy)
  // Changes that are all the same, as those of a very even leak, follow nothing.
  return { slope, rank: Number.isNaN(rank) ? 0 : rank }
}
