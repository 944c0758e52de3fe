import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type TheilSen, theilSen, theilSenSlope } from '#shared/statistics/theil-sen.ts'

interface Reference {
  name: string
  y: number[]
  theilSen: TheilSen
}

const { series } = JSON.parse(
  readFileSync(new URL('../fixtures/statistics/vectors.json', import.meta.url), 'utf8'),
) as { series: Reference[] }

const FIELDS = ['slope', 'intercept', 'low95', 'high95'] as const

/** The formulas are the same; only the order of additions differs. */
function expectSame(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)))
}

const index = (y: readonly number[]): number[] => y.map((_, i) => i)

/** Steps in time (0: twice at one time) with a count each. */
const points = (maxLength: number) =>
  fc
    .array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 40 })), {
      minLength: 2,
      maxLength,
    })
    .map((rows) => {
      let time = 0
      return { t: rows.map(([step]) => (time += step)), y: rows.map(([, count]) => count) }
    })

function slopesOneByOne(t: readonly number[], y: readonly number[]): number[] {
  return t.flatMap((early, i) =>
    t.flatMap((late, j) => (late > early ? [((y[j] as number) - (y[i] as number)) / (late - early)] : [])),
  )
}

/** Half of the two middle values, as numpy; libraries that interpolate differ in the last bit. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const { length } = sorted
  return ((sorted[(length - 1) >> 1] ?? Number.NaN) + (sorted[length >> 1] ?? Number.NaN)) / 2
}

describe('theilSen', () => {
  it.each(series)('answers for $name what scipy answers', ({ y, theilSen: expected }) => {
    const actual = theilSen(index(y), y)
    for (const field of FIELDS) expectSame(actual[field], expected[field])
  })

  it('answers what scipy answers where times are uneven and one comes twice', () => {
    // scipy 1.17.1, theilslopes([5, 6, 9, 8, 14, 13], [0, 1, 1, 4, 6, 10], 0.95, 'separate')
    const actual = theilSen([0, 1, 1, 4, 6, 10], [5, 6, 9, 8, 14, 13])
    const expected = { slope: 0.8166666666666667, intercept: 6.458333333333334, low95: -0.25, high95: 3.0 }
    for (const field of FIELDS) expectSame(actual[field], expected[field])
  })

  it.each([12, 150])('is the median of all slopes for up to %i points, equal times left out', (length) => {
    fc.assert(
      fc.property(points(length), ({ t, y }) => {
        const slopes = slopesOneByOne(t, y)
        expect(theilSenSlope(t, y)).toBe(median(slopes))
      }),
    )
  })

  it('finds the median where the sample of slopes misleads', () => {
    // The stride over the 1,035 pairs is about 2 and meets the two kinds of points in turn.
    const y = Array.from({ length: 46 }, (_, i) => (i % 2 === 0 ? 1000 * i : 0))
    expect(theilSenSlope(index(y), y)).toBe(median(slopesOneByOne(index(y), y)))
  })

  it('has the slope alone equal to the slope of the whole answer, inside its interval', () => {
    fc.assert(
      fc.property(points(60), ({ t, y }) => {
        const { slope, low95, high95 } = theilSen(t, y)
        expect(theilSenSlope(t, y)).toBe(slope)
        if (!Number.isNaN(slope)) expect(low95 <= slope && slope <= high95).toBe(true)
      }),
    )
  })

  it('moves with the level, scales with the counts, and turns with their sign', () => {
    fc.assert(
      fc.property(points(40), fc.integer({ min: -99, max: 99 }), ({ t, y }, level) => {
        const { slope, intercept, low95, high95 } = theilSen(t, y)
        fc.pre(!Number.isNaN(slope))
        const moved = theilSen(
          t,
          y.map((value) => 4 * value + level),
        )
        expect([moved.slope, moved.low95, moved.high95]).toEqual([4 * slope, 4 * low95, 4 * high95])
        expectSame(moved.intercept, 4 * intercept + level)
        expect(
          theilSenSlope(
            t,
            y.map((value) => -value),
          ) + slope,
        ).toBe(0)
      }),
    )
  })

  it('does not see when the series was taken, only how far apart its points are', () => {
    fc.assert(
      fc.property(points(40), ({ t, y }) => {
        const later = t.map((time) => time + 1_700_000_000_000)
        expect(theilSenSlope(later, y)).toBe(theilSenSlope(t, y))
      }),
    )
  })

  it('is not moved by a quarter of the points', () => {
    const y = Array.from({ length: 100 }, (_, i) => (i % 4 === 1 ? 9999 : 3 * i))
    expect(theilSenSlope(index(y), y)).toBe(3)
  })

  it.each([
    { t: [], y: [] },
    { t: [5], y: [1] },
    { t: [5, 5], y: [1, 2] },
  ])('has no slope for $t', ({ t, y }) => {
    expect(Object.values(theilSen(t, y))).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN])
    expect(theilSenSlope(t, y)).toBeNaN()
  })

  it('refuses times and values of different number', () => {
    expect(() => theilSen([1, 2], [1])).toThrow(new RangeError('2 times for 1 values'))
  })
})
