/** How probable is a rise in a series too short for the normal approximation? */

/**
 * P(S ≥ s) for n values in random order, by counting permutations with each number of inversions (Kendall 1938,
 * Biometrika 30). Exact without ties; ties make it too large, never too small. n ≤ 170: factorials are doubles.
 */
export function chanceOfRise(n: number, s: number): number {
  const pairs = (n * (n - 1)) / 2
  // S = pairs − 2 · inversions: at least s means at most this many inversions.
  const most = Math.floor((pairs - s) / 2)
  let ways: number[] = [1]
  for (let size = 2; size <= n; size++) ways = withOneMore(ways, size)
  const all = ways.reduce((sum, count) => sum + count, 0)
  return ways.slice(0, Math.max(0, most + 1)).reduce((sum, count) => sum + count, 0) / all
}

/** A further value can stand before 0 to size − 1 of the others. */
function withOneMore(ways: readonly number[], size: number): number[] {
  return Array.from({ length: ways.length + size - 1 }, (_, inversions) => {
    let sum = 0
    for (let more = 0; more < size; more++) sum += ways[inversions - more] ?? 0
    return sum
  })
}
