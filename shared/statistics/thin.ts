/**
 * Evenly chosen points of a long series: statistics over all pairs cost with the square of their number, and say
 * the same of every third point.
 *
 * @param most how many to keep; a shorter series is returned as it is, and first and last points always are
 */
export function thin(values: Float64Array, most: number): Float64Array {
  const n = values.length
  if (n <= most) return values
  return Float64Array.from(
    { length: most },
    (_, i) => values[Math.round((i * (n - 1)) / (most - 1))] as number,
  )
}
