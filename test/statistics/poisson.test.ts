import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { poissonAtMost } from '#shared/statistics/poisson.ts'

describe('poissonAtMost', () => {
  // Σ e^-mean mean^k / k!, by lgamma.
  it.each([
    [0, 7, 0.000911882],
    [1, 9.25, 0.000985],
    [3, 3, 0.647231888],
    [10, 20, 0.010811719],
    [700, 800, 0.000166],
  ])('P(X ≤ %i) of mean %f is %f', (seen, mean, p) => {
    expect(poissonAtMost(seen, mean)).toBeCloseTo(p, 5)
  })

  it('of mean 0 is certain', () => {
    expect(poissonAtMost(0, 0)).toBe(1)
    expect(poissonAtMost(4, 0)).toBe(1)
  })

  it('rises with what is seen and falls with the mean', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.double({ min: 0.01, max: 2000, noNaN: true }), (seen, mean) => {
        const p = poissonAtMost(seen, mean)
        expect(p >= 0 && p <= 1).toBe(true)
        expect(poissonAtMost(seen + 1, mean)).toBeGreaterThanOrEqual(p - 1e-12)
        expect(poissonAtMost(seen, mean * 1.5)).toBeLessThanOrEqual(p + 1e-12)
      }),
    )
  })
})
