import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mannKendall, mannKendallHamedRao } from '#shared/statistics/mann-kendall.ts'

interface Corrected {
  varS: number | null
  z: number
  pTwoSided: number
}

interface Reference {
  name: string
  y: number[]
  mannKendall: { s: number; varS: number; z: number; tau: number }
  hamedRao: Corrected
  hamedRaoLag3: Corrected
}

const { series } = JSON.parse(
  readFileSync(new URL('../fixtures/statistics/vectors.json', import.meta.url), 'utf8'),
) as { series: Reference[] }

/** The formulas are the same; only the order of additions differs. */
const SAME = 1e-9
/** Relative error of the normal tail (Numerical Recipes, erfcc); pymannkendall itself ends at 1.1e-16. */
const TAIL = 1.3e-7
const TAIL_END = 2.3e-16

/** Equal within a share of the expected value. */
function expectNear(actual: number, expected: number, share: number, floor = 0): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(Math.abs(expected) * share + floor)
}

const counts = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 3, maxLength: 60 })

describe('mannKendall', () => {
  it.each(series)('answers for $name what pymannkendall answers', ({ y, mannKendall: expected }) => {
    const actual = mannKendall(y)
    expect(actual.s).toBe(expected.s)
    for (const field of ['varS', 'z', 'tau'] as const) expectNear(actual[field], expected[field], SAME)
  })

  it('counts every pair once, as two nested loops do', () => {
    fc.assert(
      fc.property(counts, (y) => {
        const votes = y.flatMap((early, i) => y.slice(i + 1).map((late) => Math.sign(late - early)))
        expect(mannKendall(y).s).toBe(votes.reduce((sum, vote) => sum + vote, 0))
      }),
    )
  })

  it('does not see a level, a scale or any other strictly rising change of the values', () => {
    fc.assert(
      fc.property(
        counts,
        fc.integer({ min: -99, max: 99 }),
        fc.integer({ min: 1, max: 9 }),
        (y, level, scale) => {
          const expected = mannKendall(y)
          expect(mannKendall(y.map((value) => level + scale * value))).toEqual(expected)
          expect(mannKendall(y.map((value) => value ** 3))).toEqual(expected)
        },
      ),
    )
  })

  it('turns its sign when the values or the time run backwards', () => {
    fc.assert(
      fc.property(counts, (y) => {
        const { s, varS, z } = mannKendall(y)
        for (const turned of [y.map((value) => -value), y.toReversed()]) {
          const other = mannKendall(turned)
          expect([other.s + s, other.varS - varS, other.z + z]).toEqual([0, 0, 0])
        }
      }),
    )
  })

  it('gives a series that only rises a tau of 1', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 60 }), (steps) => {
        let level = 0
        expect(mannKendall(steps.map((step) => (level += step))).tau).toBe(1)
      }),
    )
  })

  it.each([[[]], [[7]], [[7, 7, 7, 7]]])('sees nothing in %j', (y) => {
    expect(mannKendall(y)).toEqual({ s: 0, varS: 0, z: 0, tau: 0 })
  })

  it('leaves the series as it was', () => {
    const y = Float64Array.of(3, 1, 2)
    mannKendall(y)
    mannKendallHamedRao(y)
    expect([...y]).toEqual([3, 1, 2])
  })
})

describe('mannKendallHamedRao', () => {
  const cases = series.flatMap(({ name, y, hamedRao, hamedRaoLag3 }) => [
    { name: `${name}, all lags`, y, lags: y.length, expected: hamedRao },
    { name: `${name}, three lags`, y, lags: 3, expected: hamedRaoLag3 },
  ])
  it.each(cases)('answers for $name what pymannkendall answers', ({ y, lags, expected }) => {
    const { varS, z, pGreater } = mannKendallHamedRao(y, lags)
    expectNear(varS, expected.varS ?? 0, SAME)
    expectNear(z, expected.z, SAME)
    expectNear(2 * Math.min(pGreater, 1 - pGreater), expected.pTwoSided, TAIL, TAIL_END)
  })

  it('is one-sided: a fall is as improbable a rise as can be', () => {
    expect(
      mannKendallHamedRao(Array.from({ length: 40 }, (_, i) => ((i * i) % 7) - i)).pGreater,
    ).toBeGreaterThan(0.99)
  })

  it('is less sure than the plain test where neighbours resemble each other', () => {
    const step = Array.from({ length: 60 }, (_, i) => (i < 30 ? 5 : 9) + ((i * i) % 5) / 10)
    expect(mannKendallHamedRao(step).z).toBeLessThan(mannKendall(step).z / 2)
  })

  it.each([[[]], [[7]], [[7, 7, 7, 7]]])('cannot tell for %j', (y) => {
    const { pGreater, ...rest } = mannKendallHamedRao(y)
    expect(rest).toEqual({ s: 0, varS: 0, z: 0 })
    expectNear(pGreater, 0.5, TAIL)
  })

  it.each([
    ['a straight line, which leaves no residuals', Array.from({ length: 24 }, (_, i) => 2 * i)],
    ['two points, too few for the correction', [1, 2]],
    [
      'a saw whose corrected variance would be negative',
      Array.from({ length: 12 }, (_, i) => (i % 2) * 10 + i / 20),
    ],
  ])('keeps the plain variance for %s', (_, y) => {
    expect(mannKendallHamedRao(y).varS).toBe(mannKendall(y).varS)
  })

  it('answers finite numbers for every series', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 40 }),
        fc.integer({ min: 0, max: 50 }),
        (y, lags) => {
          const { varS, z, pGreater } = mannKendallHamedRao(y, lags)
          expect([varS, z, pGreater].every(Number.isFinite)).toBe(true)
          expect(pGreater >= 0 && pGreater <= 1).toBe(true)
        },
      ),
    )
  })
})
