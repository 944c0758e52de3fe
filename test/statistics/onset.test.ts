import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { onset } from '#shared/statistics/onset.ts'
import { MINUTE } from '#shared/time.ts'

const START = Date.UTC(2026, 10, 1)

const times = (n: number): number[] => Array.from({ length: n }, (_, i) => START + 5 * MINUTE * i)

/** −1, 0 or 1, always the same for the same place. */
const jitter = (i: number): number => ((Math.imul(i + 1, 2_654_435_761) >>> 16) % 3) - 1

/** Counts over shares of the span, 0 … 1. */
const shaped = (n: number, count: (share: number, i: number) => number): number[] =>
  Array.from({ length: n }, (_, i) => Math.floor(count(i / (n - 1), i)))

/** Where `at` lies in the span, 0 … 1. */
function share(y: readonly number[]): number {
  const t = times(y.length)
  return (onset(t, y).at - START) / ((t.at(-1) as number) - START)
}

const hinge = (from: number, growth: number) => (u: number) =>
  20 + (growth * Math.max(0, u - from)) / (1 - from)

/** What the README promises of since-when: within 5 % of the span. */
const CLOSE = 0.05

describe('onset', () => {
  const beginnings = [0, 0.1, 0.42, 0.7, 0.9].flatMap((from) => [24, 100, 340].map((n) => ({ from, n })))

  it.each(beginnings)('finds growth that begins at $from of the span of $n points', ({ from, n }) => {
    expect(Math.abs(share(shaped(n, hinge(from, 60))) - from)).toBeLessThanOrEqual(CLOSE)
  })

  it.each(beginnings)('finds it at $from of $n points in noise of one goroutine', ({ from, n }) => {
    const noisy = shaped(n, (u, i) => hinge(from, 60)(u) + jitter(i))
    expect(Math.abs(share(noisy) - from)).toBeLessThanOrEqual(CLOSE)
  })

  it('is not moved by single points far off', () => {
    const y = shaped(340, (u, i) => (i % 47 === 20 ? 900 : hinge(0.42, 60)(u)))
    expect(Math.abs(share(y) - 0.42)).toBeLessThanOrEqual(CLOSE)
  })

  it.each([
    ['grows evenly', (u: number) => 5 + 80 * u],
    ['speeds up', (u: number) => 5 + 80 * u * u],
    ['grows evenly, then faster', (u: number) => 5 + 40 * u + 40 * u * u],
    ['slows down', (u: number) => 5 + 80 * (1 - Math.exp(-3 * u))],
    ['grows, then stops', (u: number) => 5 + 80 * Math.min(1, 2 * u)],
    ['is flat', () => 5],
    ['falls', (u: number) => 90 - 80 * u],
  ])('names the first time for a series that %s', (_, count) => {
    const t = times(200)
    expect(onset(t, shaped(200, count))).toMatchObject({ at: START, index: 0 })
    expect(
      onset(
        t,
        shaped(200, (u, i) => count(u) + jitter(i)),
      ),
    ).toMatchObject({ at: START, index: 0 })
  })

  it('dates steeper acceleration no later than the middle', () => {
    const found = share(shaped(340, (u) => 5 + 600 * u ** 3))
    expect(found).toBeLessThan(0.52)
  })

  it('tells the level before and the growth after the bend', () => {
    const t = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
    const y = t.map((time) => 7 + 3 * Math.max(0, time - 6))
    const { at, index, level, slope, sse } = onset(t, y)
    expect([at, index]).toEqual([6, 6])
    expect([level, slope, sse].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([7, 3, 0])
  })

  it('keeps the date where points are missing', () => {
    const kept = times(340).flatMap((time, i) => (i % 7 < 4 || i > 300 ? [{ time, i }] : []))
    const y = kept.map(({ i }) => Math.floor(hinge(0.42, 60)(i / 339)))
    const { at } = onset(
      kept.map(({ time }) => time),
      y,
    )
    expect(Math.abs((at - START) / (5 * MINUTE * 339) - 0.42)).toBeLessThanOrEqual(CLOSE)
  })

  const counts = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 80 })
  const whole = fc.integer({ min: -1_000_000, max: 1_000_000 })

  it('moves with the time and does not see the level', () => {
    fc.assert(
      fc.property(counts, whole, whole, (y, later, level) => {
        const t = y.map((_, i) => i)
        const before = onset(t, y)
        const after = onset(
          t.map((time) => time + later),
          y.map((count) => count + level),
        )
        expect(after).toMatchObject({
          at: before.at + later,
          index: before.index,
          slope: before.slope,
          sse: before.sse,
        })
        expect(after.level).toBeCloseTo(before.level + level, 6)
      }),
    )
  })

  it('does not see the unit of counts or time', () => {
    fc.assert(
      fc.property(counts, fc.constantFrom(2, 8, 0.5), fc.constantFrom(4, 0.25), (y, scale, unit) => {
        const t = y.map((_, i) => i)
        const before = onset(t, y)
        const after = onset(
          t.map((time) => time * unit),
          y.map((count) => count * scale),
        )
        expect(after).toEqual({
          at: before.at * unit,
          index: before.index,
          level: before.level * scale,
          slope: (before.slope * scale) / unit,
          sse: before.sse * scale * scale,
        })
      }),
    )
  })

  it('answers one of the times, and never a fit worse than the straight line', () => {
    fc.assert(
      fc.property(counts, (y) => {
        const t = y.map((_, i) => 10 * i)
        const { at, index, slope, sse } = onset(t, y)
        expect(t[index]).toBe(at)
        expect(sse).toBeGreaterThanOrEqual(0)
        if (index > 0) expect(slope).toBeGreaterThan(0)
      }),
    )
  })

  it.each([
    { t: [], y: [], at: Number.NaN },
    { t: [5], y: [3], at: 5 },
    { t: [5, 5, 5], y: [3, 4, 5], at: 5 },
    { t: [1, 2], y: [3, 9], at: 1 },
  ])('answers the first time for too few points: $t', ({ t, y, at }) => {
    expect(onset(t, y)).toMatchObject({ at, index: 0 })
  })

  it('refuses times and values of different number', () => {
    expect(() => onset([1, 2], [1])).toThrow(new RangeError('2 times for 1 values'))
  })
})
