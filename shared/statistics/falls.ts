/** In how many pairs of a series does the later value stand lower? */

/** Merge sort in place; answers the pairs in which the earlier value was the larger one (Knight 1966). */
export function sortCountingFalls(values: Float64Array): number {
  const n = values.length
  let falls = 0
  let from: Float64Array = values
  let to: Float64Array = new Float64Array(n)
  for (let width = 1; width < n; width *= 2) {
    for (let start = 0; start < n; start += 2 * width) {
      const middle = Math.min(start + width, n)
      const end = Math.min(start + 2 * width, n)
      let left = start
      let right = middle
      for (let k = start; k < end; k++) {
        if (left < middle && (right >= end || (from[left] as number) <= (from[right] as number))) {
          to[k] = from[left++] as number
        } else {
          falls += middle - left
          to[k] = from[right++] as number
        }
      }
    }
    ;[from, to] = [to, from]
  }
  if (from !== values) values.set(from)
  return falls
}
