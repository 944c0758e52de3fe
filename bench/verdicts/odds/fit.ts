/** Logistic regression with a ridge and weights that may not be negative, by coordinate descent (Friedman 2010). */

/** One row: values in the order of the names, whether it is true, and how much it counts. */
export interface Row {
  readonly values: readonly number[]
  readonly isTrue: boolean
  readonly weight: number
}

export interface Fit {
  /** Natural logarithm of the odds where all values are 0. */
  readonly base: number
  /** Of one unit of each value, none below 0. */
  readonly weights: readonly number[]
}

/** Penalty of a weight of 1 per standard deviation, in rows: a column that tells nothing gets nothing. */
const RIDGE = 1
const MOST_SWEEPS = 500
/** Largest change of a sweep, in standard deviations, that is none. */
const STILL = 1e-5

export function fitLogistic(rows: readonly Row[]): Fit {
  const width = rows[0]?.values.length ?? 0
  const scales = Array.from({ length: width }, (_, j) => deviation(rows.map(({ values }) => values[j] ?? 0)))
  const columns = scales.map((scale, j) => Float64Array.from(rows, ({ values }) => (values[j] ?? 0) / scale))
  const ones = new Float64Array(rows.length).fill(1)
  const logOdds = new Float64Array(rows.length)
  const weights = new Array<number>(width).fill(0)
  let base = 0
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    const step = newton(rows, logOdds, ones, 0, 0)
    base += step
    move(logOdds, ones, step)
    let most = Math.abs(step)
    for (const [j, column] of columns.entries()) {
      const before = weights[j] as number
      const after = Math.max(0, before + newton(rows, logOdds, column, before, RIDGE))
      weights[j] = after
      move(logOdds, column, after - before)
      most = Math.max(most, Math.abs(after - before))
    }
    if (most < STILL) break
  }
  return { base, weights: weights.map((weight, j) => weight / (scales[j] as number)) }
}

/** The step that one weight should make: slope over curvature of the penalised likelihood. */
function newton(
  rows: readonly Row[],
  logOdds: Float64Array,
  column: Float64Array,
  weight: number,
  ridge: number,
): number {
  let slope = -ridge * weight
  let curvature = ridge
  for (const [i, row] of rows.entries()) {
    const x = column[i] as number
    if (x === 0) continue
    const p = 1 / (1 + Math.exp(-(logOdds[i] as number)))
    slope += row.weight * x * (Number(row.isTrue) - p)
    curvature += row.weight * x * x * Math.max(p * (1 - p), LEAST_CURVATURE)
  }
  return curvature === 0 ? 0 : slope / curvature
}

/** Keeps steps small where all rows are sure. */
const LEAST_CURVATURE = 0.01

function move(logOdds: Float64Array, column: Float64Array, step: number): void {
  if (step === 0) return
  for (let i = 0; i < logOdds.length; i++) logOdds[i] = (logOdds[i] as number) + step * (column[i] as number)
}

/** Standard deviation; 1 of a column that is all the same. */
function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  return variance > 0 ? Math.sqrt(variance) : 1
}
