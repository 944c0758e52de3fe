/** How long do the goroutines of a stack wait, as a picture? */

/** Upper ends in minutes, doubled until a week is passed; what is older falls into the last bin, which has none. */
const ENDS = Array.from({ length: 14 }, (_, power) => 2 ** power)

/** Goroutines that have waited for at least `from` and less than `to` minutes. */
export interface AgeBin {
  readonly from: number
  /** Missing where there is no end. */
  readonly to?: number
  readonly count: number
}

/**
 * Bins from the youngest to the oldest wait; empty ones between them are there, those around them are not.
 *
 * @param waits whole minutes → goroutines
 */
export function ageBins(waits: Iterable<readonly [minutes: number, count: number]>): AgeBin[] {
  const counts = Array.from({ length: ENDS.length + 1 }, () => 0)
  for (const [minutes, n] of waits) {
    const bin = ENDS.findIndex((end) => minutes < end)
    const index = bin < 0 ? ENDS.length : bin
    counts[index] = (counts[index] ?? 0) + n
  }
  const bins = counts.map((count, i) => {
    const to = ENDS[i]
    return { from: ENDS[i - 1] ?? 0, ...(to === undefined ? {} : { to }), count }
  })
  const first = counts.findIndex((count) => count > 0)
  return first < 0 ? [] : bins.slice(first, counts.findLastIndex((count) => count > 0) + 1)
}
