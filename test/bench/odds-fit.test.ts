import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomOf } from '#bench/verdicts/battery/random.ts'
import { fitLogistic, type Row } from '#bench/verdicts/odds/fit.ts'

/** Rows that a known law made. */
function rowsOf(seed: number, base: number, weights: readonly number[], many = 4_000): Row[] {
  const random = randomOf(seed)
  return Array.from({ length: many }, () => {
    const values = weights.map(() => random.normal())
    const log = values.reduce((sum, value, j) => sum + value * (weights[j] ?? 0), base)
    return { values, isTrue: random.uniform() < 1 / (1 + Math.exp(-log)), weight: 1 }
  })
}

describe('fitLogistic', () => {
  it('finds the weights that made the rows', () => {
    const { base, weights } = fitLogistic(rowsOf(7, -1, [2, 0.5, 0]))
    expect(base).toBeCloseTo(-1, 0)
    expect(weights[0]).toBeCloseTo(2, 0)
    expect(weights[1]).toBeCloseTo(0.5, 0)
    expect(weights[2]).toBeLessThan(0.15)
  })

  it('gives what speaks the other way nothing, and a column without a value none', () => {
    const rows = rowsOf(8, 0, [-2, 1]).map((row) => ({ ...row, values: [...row.values, 0] }))
    const { weights } = fitLogistic(rows)
    expect(weights[0]).toBe(0)
    expect(weights[2]).toBe(0)
  })

  it('gives numbers for any rows', () => {
    const row = fc.record({
      values: fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 3, maxLength: 3 }),
      isTrue: fc.boolean(),
      weight: fc.double({ min: 0.01, max: 50, noNaN: true }),
    })
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), (rows) => {
        const { base, weights } = fitLogistic(rows)
        expect([base, ...weights].every(Number.isFinite)).toBe(true)
        expect(weights.every((weight) => weight >= 0)).toBe(true)
      }),
      { numRuns: 50 },
    )
  })
})
