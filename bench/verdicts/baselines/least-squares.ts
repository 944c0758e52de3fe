import { upperTail } from '#shared/trend/mann-kendall.ts'
import type { Method } from '../method.ts'
import { fastest, type Line, serviceTotal } from './service.ts'

const P_LIMIT = 0.01
/** Points below which no line is asked about; the same as ours. */
const LEAST_POINTS = 24

/** A straight line through the total of a service that rises, p < 0.01: what `deriv` on a dashboard shows (Prometheus). */
export const LEAST_SQUARES: Method = {
  name: 'least squares, total',
  source: 'Prometheus deriv; p < 0.01',
  answers: (input) => {
    const total = serviceTotal(input)
    const rises = total.times.length >= LEAST_POINTS && chanceOfSlope(total) < P_LIMIT
    return rises ? fastest(input).map((id) => ({ signatures: [id] })) : []
  },
}

/** One-sided chance of a slope like this or steeper without a trend; the normal stands for Student's t (n ≥ 24). */
export function chanceOfSlope({ times, counts }: Line): number {
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
  const residual = yy - (ty * ty) / tt
  if (!(ty > 0)) return 1
  return residual <= 0 ? 0 : upperTail(ty / Math.sqrt(tt * (residual / (n - 2))))
}
