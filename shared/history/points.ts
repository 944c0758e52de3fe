import type { Counts } from '#shared/trend/series.ts'

/** A signature over one step of time. */
export interface Point {
  /** Time of the last snapshot of the step. */
  readonly at: number
  readonly min: number
  readonly max: number
  readonly last: number
}

/** Points of at least the given width; a step without a snapshot has none. */
export function pointsOf(times: Float64Array, { low, high, last }: Counts, step: number): Point[] {
  const points: Point[] = []
  let current = Number.NaN
  for (let i = 0; i < times.length; i++) {
    const at = times[i] as number
    const slot = Math.floor(at / step)
    const before = slot === current ? points.pop() : undefined
    current = slot
    points.push({
      at,
      min: Math.min(before?.min ?? Number.POSITIVE_INFINITY, low[i] as number),
      max: Math.max(before?.max ?? 0, high[i] as number),
      last: last[i] as number,
    })
  }
  return points
}
