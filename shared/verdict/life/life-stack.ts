import { bisectRight } from 'd3-array'
import { median } from '#shared/statistics/median.ts'
import type { LifeSeries } from '#shared/trend/series.ts'
import { type SignatureLife, signatureLife } from './signature-life.ts'

/** Ages that the curve is told at: as many as a life has windows of low water. */
const AGES = 24

/**
 * Lives laid over one another by their age: the mean of what came from one age to the next, in the lives that were
 * that old. What each of them shows dimly, such as the bend of a warm-up, all of them show clearly.
 *
 * @param lives at least one, of one signature; ages that fewer than half of them reached are left out
 */
export function stackedLife(lives: readonly [SignatureLife, ...SignatureLife[]]): SignatureLife {
  const length = median(Float64Array.from(lives, ageOf))
  const ages = Float64Array.from({ length: AGES }, (_, i) => (i * length) / (AGES - 1))
  const low = curve(lives, ages, ({ counts }) => counts.low)
  const loaded = lives.filter(({ load }) => load !== undefined)
  const served = curve(loaded, ages, ({ load }) => load?.served ?? new Float64Array())
  const [{ series, signature }] = lives
  const start = series.times[0] ?? 0
  const stacked: LifeSeries = { ...series, times: ages.map((age) => start + age) }
  const load = loaded.length === lives.length ? { served } : undefined
  return signatureLife(stacked, signature, { low, high: low, last: low }, { load })
}

/** Mean value at the first age, and the mean changes from each age to the next on top of it. */
function curve(
  lives: readonly SignatureLife[],
  ages: Float64Array,
  of: (life: SignatureLife) => Float64Array,
): Float64Array {
  const told = lives.map((life) => ({ age: ageOf(life), values: valuesAt(life.times, of(life), ages) }))
  const sums = new Float64Array(ages.length)
  ages.forEach((age, i) => {
    const there = told.filter((one) => one.age >= age)
    const mean = (value: (values: Float64Array) => number): number =>
      there.length === 0 ? 0 : there.reduce((sum, { values }) => sum + value(values), 0) / there.length
    sums[i] =
      i === 0
        ? mean((values) => values[0] as number)
        : (sums[i - 1] as number) + mean((values) => (values[i] as number) - (values[i - 1] as number))
  })
  return sums
}

const ageOf = ({ times }: SignatureLife): number => (times.at(-1) ?? 0) - (times[0] ?? 0)

/** Values at ages, on the straight lines between the points of a life. */
function valuesAt(times: Float64Array, values: Float64Array, ages: Float64Array): Float64Array {
  const start = times[0] ?? 0
  return ages.map((age) => {
    const next = bisectRight(times, start + age)
    const [a, b] = [values[next - 1] ?? 0, values[next] ?? values[next - 1] ?? 0]
    const [from, to] = [times[next - 1] ?? 0, times[next] ?? Number.POSITIVE_INFINITY]
    return a + (b - a) * ((start + age - from) / (to - from))
  })
}
