import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { saturation } from '#shared/statistics/saturation.ts'

const hours = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => i)
const T = hours(101)
const SPAN = 100

const curve = (from: number, more: number, tau: number): Float64Array =>
  T.map((t) => from + more * (1 - Math.exp(-t / tau)))
const toWhole = (values: Float64Array): Float64Array => values.map(Math.round)

describe('saturation', () => {
  it.each([0.05, 0.08, 0.12, 0.18, 0.25, 0.35, 0.5, 0.7, 1])(
    'finds the ceiling and the τ of a curve whose τ is %d of the span',
    (share) => {
      const { gain, ceiling, tau } = saturation(T, curve(20, 300, share * SPAN))
      expect(tau).toBeCloseTo(share * SPAN, 9)
      expect(ceiling).toBeCloseTo(320, 6)
      expect(gain).toBeGreaterThan(1e6)
    },
  )

  it('finds the ceiling of a curve of whole counts within a twentieth', () => {
    for (const tau of [6, 15, 30, 45]) {
      const { gain, ceiling } = saturation(T, toWhole(curve(20, 300, tau)))
      expect(Math.abs(ceiling - 320)).toBeLessThan(0.05 * 320)
      expect(gain).toBeGreaterThan(10)
    }
  })

  it.each([
    { name: 'a straight line', give: T.map((t) => 7 + 3 * t) },
    { name: 'a line of whole counts', give: toWhole(T.map((t) => 7 + 1.3 * t)) },
    { name: 'a leak that speeds up', give: T.map((t) => 7 + 0.05 * t * t) },
    { name: 'a late beginning', give: T.map((t) => 7 + 5 * Math.max(0, t - 42)) },
    { name: 'a flat line', give: T.map(() => 40) },
    { name: 'a fall', give: T.map((t) => 400 - 3 * t) },
  ])('does not prefer a ceiling for $name', ({ give }) => {
    expect(saturation(T, give).gain).toBeLessThan(1.2)
  })

  it.each([
    { name: 'no point', t: [], y: [] },
    { name: 'one point', t: [5], y: [3] },
    { name: 'points of one moment', t: [5, 5, 5], y: [3, 4, 5] },
  ])('knows no ceiling of $name', ({ t, y }) => {
    const none = { gain: 0, ceiling: Number.POSITIVE_INFINITY, tau: Number.POSITIVE_INFINITY }
    expect(saturation(Float64Array.from(t), Float64Array.from(y))).toMatchObject(none)
  })

  const counts = fc
    .array(fc.integer({ min: 0, max: 500 }), { minLength: 4, maxLength: 60 })
    .map((all) => Float64Array.from(all))

  it('moves its ceiling with the level, and does not see when the clock began', () => {
    fc.assert(
      fc.property(
        counts,
        fc.integer({ min: 0, max: 1000 }),
        fc.integer({ min: 1, max: 999 }),
        (y, level, at) => {
          const before = saturation(hours(y.length), y)
          const after = saturation(
            hours(y.length).map((t) => t + at),
            y.map((count) => count + level),
          )
          fc.pre(before.gain > 0)
          expect(after.gain / before.gain).toBeCloseTo(1, 3)
          expect(after.tau).toBeCloseTo(before.tau, 6)
          expect(after.ceiling).toBeCloseTo(before.ceiling + level, 3)
        },
      ),
    )
  })

  it('scales its ceiling with the counts and its τ with the unit of time', () => {
    fc.assert(
      fc.property(counts, fc.constantFrom(2, 8, 0.5), fc.constantFrom(4, 0.25), (y, scale, unit) => {
        const before = saturation(hours(y.length), y)
        const after = saturation(
          hours(y.length).map((t) => t * unit),
          y.map((count) => count * scale),
        )
        expect(after).toMatchObject({
          gain: before.gain,
          ceiling: before.ceiling * scale,
          tau: before.tau * unit,
        })
      }),
    )
  })
})
