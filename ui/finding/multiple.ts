/** One process as a small picture beside others: all share their axes, so that they can be compared. */

/** Counts over time, milliseconds. */
export type Points = readonly { readonly at: number; readonly count: number }[]

/** Points as an answer has them, their times as RFC 3339. */
export const timed = (points: readonly { readonly at: string; readonly count: number }[]): Points =>
  points.map(({ at, count }) => ({ at: Date.parse(at), count }))

/** What all pictures have in common. Milliseconds; goroutines. */
export interface Axes {
  readonly from: number
  readonly to: number
  readonly most: number
}

/** Units of a picture. */
export const MULTIPLE = { width: 200, height: 56 }
/** Room for the width of the line. */
const EDGE = 2
/** Points that are further apart than so many usual steps are not joined. */
const GAP_STEPS = 4

/** Axes that hold all points, from 0. */
export function axesOf(all: readonly Points[]): Axes {
  const points = all.flat()
  const times = points.map(({ at }) => at)
  return {
    from: times.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    to: times.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
    most: points.reduce((most, { count }) => Math.max(most, count), 1),
  }
}

/** Path of an SVG in the units of a box; a gap ends the line, and a point alone is a short one. */
export function multiplePath(points: Points, { from, to, most }: Axes, { width, height } = MULTIPLE): string {
  const x = (at: number): string => ((width * (at - from)) / Math.max(1, to - from)).toFixed(1)
  const y = (count: number): string => (height - EDGE - ((height - 2 * EDGE) * count) / most).toFixed(1)
  const times = points.map(({ at }) => at)
  const gaps = times.slice(1).map((at, i) => at - (times[i] ?? at))
  const usual = gaps.toSorted((a, b) => a - b)[gaps.length >> 1] ?? 0
  const steps = points.map(({ count }, i) => {
    const isJoined = i > 0 && (gaps[i - 1] ?? 0) <= GAP_STEPS * usual
    return `${isJoined ? 'L' : 'M'}${x(times[i] ?? 0)} ${y(count)}`
  })
  return steps.length === 1 ? `${steps[0]}h1` : steps.join('')
}
