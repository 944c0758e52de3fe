/** How often equal values stand in a series, and what that takes from the variance of a rank statistic. */

/**
 * Variance of Kendall's S when nothing trends (Kendall 1975, Rank Correlation Methods, eq. 4.4, one side tied).
 * `tieTerms`: the sum of `tieTerm` over the tied variables. All values equal: 0.
 */
export const varianceOfS = (n: number, tieTerms: number): number => (runTerm(n) - tieTerms) / 18

/** Sum of k(k−1)(2k+5) over the runs of k equal values; `sorted` ascending, any length. No ties: 0. */
export function tieTerm(sorted: Float64Array): number {
  let sum = 0
  for (let from = 0; from < sorted.length; ) {
    const to = endOfRun(sorted, from)
    sum += runTerm(to - from)
    from = to
  }
  return sum
}

/** Pairs that share a value; `sorted` ascending, any length. */
export function tiedPairs(sorted: Float64Array): number {
  let sum = 0
  for (let from = 0; from < sorted.length; ) {
    const to = endOfRun(sorted, from)
    sum += pairs(to - from)
    from = to
  }
  return sum
}

/** Pairs among k things. */
export const pairs = (k: number): number => (k * k - k) / 2

const runTerm = (k: number): number => (k * k - k) * (2 * k + 5)

function endOfRun(sorted: Float64Array, from: number): number {
  let to = from + 1
  while (to < sorted.length && sorted[to] === sorted[from]) to++
  return to
}
