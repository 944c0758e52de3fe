/**
 * P(X ≤ seen) of a Poisson variable X with this mean.
 *
 * @param seen a whole number from 0
 * @param mean 0 or more
 */
export function poissonAtMost(seen: number, mean: number): number {
  // In logarithms: e^-mean is 0 in floating point beyond 745.
  let term = -mean
  let sum = term
  for (let k = 1; k <= seen; k++) {
    term += Math.log(mean / k)
    sum = sum > term ? sum + Math.log1p(Math.exp(term - sum)) : term + Math.log1p(Math.exp(sum - term))
  }
  return Math.min(1, Math.exp(sum))
}
