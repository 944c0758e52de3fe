/** Does a series speed up from its very start? The parabola that fits it best. */

/**
 * Squared distances, summed, of the least-squares parabola: what is left of `total` after straight and bent part.
 * +∞ where it does not open upwards or turns after the time `latest`: before its turn it would fall.
 * `t` ascending from 0, `y` of mean 0, at least three points; the sums are orthogonal polynomials (Forsythe 1957).
 */
export function parabolaSse(t: Float64Array, y: Float64Array, total: number, latest: number): number {
  const n = t.length
  const mean = t.reduce((sum, time) => sum + time, 0) / n
  let squares = 0
  let cubes = 0
  let straight = 0
  for (let i = 0; i < n; i++) {
    const d = (t[i] as number) - mean
    squares += d * d
    cubes += d * d * d
    straight += d * (y[i] as number)
  }
  const skew = cubes / squares
  let bends = 0
  let bent = 0
  for (let i = 0; i < n; i++) {
    const d = (t[i] as number) - mean
    const bend = d * d - skew * d - squares / n
    bends += bend * bend
    bent += bend * (y[i] as number)
  }
  const slope = straight / squares
  const curve = bent / bends
  const turn = mean + skew / 2 - slope / (2 * curve)
  return curve > 0 && turn <= latest ? total - slope * straight - curve * bent : Number.POSITIVE_INFINITY
}
