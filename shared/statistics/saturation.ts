/** Does a series approach a ceiling? A straight line against a·(1 − e^(−t/τ)), both by least squares. */

export interface Saturation {
  /** Residual sum of squares of the straight line over that of the best saturating curve; above 1 the curve is better. */
  readonly gain: number
  /** Where the curve ends, in counts. */
  readonly ceiling: number
  /** Time in which the distance to the ceiling falls to 1/e, in units of t. */
  readonly tau: number
  /** Residual sums of squares of the straight line and of the curve. */
  readonly line: number
  readonly curve: number
  /** Points that the residuals of the curve are worth: fewer than there are, where neighbours resemble each other. */
  readonly independent: number
}

/** τ as shares of the span: from a warm-up in its first twentieth to a curve that is hardly bent. */
const TAUS = [0.05, 0.08, 0.12, 0.18, 0.25, 0.35, 0.5, 0.7, 1, 1.5, 2.5]

/**
 * @param t rising, any unit and spacing
 * @param y as many counts
 */
export function saturation(t: Float64Array, y: Float64Array): Saturation {
  const start = t[0] ?? 0
  const span = (t.at(-1) ?? 0) - start
  const line = leastSquares(t, y, (at) => at - start)
  let best: Saturation = {
    gain: 0,
    ceiling: Number.POSITIVE_INFINITY,
    tau: Number.POSITIVE_INFINITY,
    line: line.residual,
    curve: Number.POSITIVE_INFINITY,
    independent: 0,
  }
  if (!(span > 0)) return best
  for (const share of TAUS) {
    const tau = share * span
    const fit = leastSquares(t, y, (at) => 1 - Math.exp((start - at) / tau))
    const gain = gainOf(line.residual, fit.residual)
    if (fit.slope > 0 && gain > best.gain)
      best = { ...best, gain, ceiling: fit.intercept + fit.slope, tau, curve: fit.residual }
  }
  if (best.gain === 0) return best
  const curve = leastSquares(t, y, (at) => 1 - Math.exp((start - at) / best.tau))
  const residuals = y.map(
    (count, i) =>
      count - curve.intercept - curve.slope * (1 - Math.exp((start - (t[i] as number)) / best.tau)),
  )
  return { ...best, independent: independentOf(residuals) }
}

/** Residual sum of squares of y = a + b · x, by least squares. */
export const lineResidual = (x: Float64Array, y: Float64Array): number =>
  leastSquares(x, y, (value) => value).residual

/** How many times better one sum of squares is than another; finite where the better one is a perfect fit. */
export const gainOf = (line: number, curve: number): number =>
  line / Math.max(curve, Number.EPSILON * line, Number.MIN_VALUE)

/** Points that a series with this resemblance of neighbours is worth, n · (1 − ρ) / (1 + ρ) (Bartlett 1946). */
function independentOf(residuals: Float64Array): number {
  let own = 0
  let next = 0
  residuals.forEach((value, i) => {
    own += value * value
    next += value * (residuals[i - 1] ?? 0)
  })
  const rho = own === 0 ? 0 : Math.max(0, next / own)
  return (residuals.length * (1 - rho)) / (1 + rho)
}

interface Fit {
  readonly intercept: number
  readonly slope: number
  readonly residual: number
}

/** y = intercept + slope · shape(t). */
function leastSquares(t: Float64Array, y: Float64Array, shape: (at: number) => number): Fit {
  const n = t.length
  const x = t.map(shape)
  const meanX = x.reduce((sum, value) => sum + value, 0) / n
  const meanY = y.reduce((sum, value) => sum + value, 0) / n
  let xx = 0
  let xy = 0
  let yy = 0
  for (let i = 0; i < n; i++) {
    const dx = (x[i] as number) - meanX
    const dy = (y[i] as number) - meanY
    xx += dx * dx
    xy += dx * dy
    yy += dy * dy
  }
  const slope = xx === 0 ? 0 : xy / xx
  return { intercept: meanY - slope * meanX, slope, residual: Math.max(0, yy - slope * xy) }
}
