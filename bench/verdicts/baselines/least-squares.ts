import { HOUR } from '#shared/time.ts'
import { type Detector, type Method, methodAt } from '../method.ts'
import { LEAST_POINTS, Z_99 } from './mann-kendall.ts'
import { fastest, type Line, serviceTotal } from './service.ts'

const scoresFrom =
  (points: number, scoreOf: (total: Line) => number): Detector['scores'] =>
  (input) => {
    const total = serviceTotal(input)
    if (total.times.length < points) return new Map()
    const score = scoreOf(total)
    return new Map(fastest(input).map((id) => [id, score]))
  }

/** A straight line through the total of a service that rises, p < 0.01: what `deriv` on a dashboard shows (Prometheus). */
export const LEAST_SQUARES_Z: Detector = {
  name: 'least squares, total',
  source: 'Prometheus deriv; p < 0.01',
  score: 'z of the slope',
  published: [Z_99],
  scores: scoresFrom(0, zOfSlope),
}

/** The same line by its steepness alone, as an alert on `deriv(…) > x` asks. */
export const LEAST_SQUARES_SLOPE: Detector = {
  ...LEAST_SQUARES_Z,
  score: 'goroutines an hour',
  published: [],
  scores: scoresFrom(0, (total) => {
    const { tt, ty } = squaresOf(total)
    return tt > 0 ? (ty / tt) * HOUR : 0
  }),
}

export const LEAST_SQUARES: Method = methodAt(
  { ...LEAST_SQUARES_Z, scores: scoresFrom(LEAST_POINTS, zOfSlope) },
  Z_99,
)

/**
 * How many standard errors a slope is above 0; the normal stands for Student's t (n ≥ 24). Infinite for a straight line; two
 * points say nothing.
 */
export function zOfSlope(line: Line): number {
  const { tt, ty, yy } = squaresOf(line)
  if (!(ty > 0) || line.times.length < 3) return Number.NEGATIVE_INFINITY
  const residual = yy - (ty * ty) / tt
  return residual <= 0 ? Number.POSITIVE_INFINITY : ty / Math.sqrt(tt * (residual / (line.times.length - 2)))
}

/** Sums of squares about the means: of time, of time and count, of count. */
function squaresOf({ times, counts }: Line): { tt: number; ty: number; yy: number } {
  const n = times.length
  const t = times.reduce((sum, at) => sum + at, 0) / n
  const y = counts.reduce((sum, count) => sum + count, 0) / n
  let [tt, ty, yy] = [0, 0, 0]
  times.forEach((at, i) => {
    const count = (counts[i] as number) - y
    tt += (at - t) ** 2
    ty += (at - t) * count
    yy += count * count
  })
  return { tt, ty, yy }
}
