/** The low tide of a series: the least count of each window. A leak raises it, a wave does not. */

export interface LowWater {
  /** Time of each mark: that of the least count, milliseconds since the epoch, rising. */
  readonly times: Float64Array
  /** The least count in each window. */
  readonly marks: Float64Array
}

/** Windows of a life, where no daily rhythm asks for longer ones. */
export const WINDOWS = 24

/**
 * Low-water marks of equal windows over the whole series; windows without a point have none.
 *
 * @param times milliseconds since the epoch, rising
 * @param low least count of each slot
 * @param window milliseconds; a `WINDOWS`th of the span where it is not given
 */
export function lowWater(times: Float64Array, low: Float64Array, window = spanOf(times) / WINDOWS): LowWater {
  const at: number[] = []
  const marks: number[] = []
  const start = times[0] ?? 0
  // The last point closes the last window and does not open one of its own.
  const last = Math.max(1, Math.ceil(spanOf(times) / window)) - 1
  let current = -1
  for (let i = 0; i < times.length; i++) {
    const index = window > 0 ? Math.min(Math.floor(((times[i] as number) - start) / window), last) : i
    const count = low[i] as number
    if (index !== current) {
      current = index
      at.push(times[i] as number)
      marks.push(count)
    } else if (count < (marks[marks.length - 1] as number)) {
      at[at.length - 1] = times[i] as number
      marks[marks.length - 1] = count
    }
  }
  return { times: Float64Array.from(at), marks: Float64Array.from(marks) }
}

/** Time from the first to the last point, milliseconds. */
export const spanOf = (times: Float64Array): number =>
  times.length < 2 ? 0 : (times.at(-1) as number) - (times[0] as number)
