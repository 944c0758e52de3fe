import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lowWater, spanOf, WINDOWS } from '#shared/trend/low-water.ts'

const minutes = (...at: readonly number[]): Float64Array => Float64Array.from(at, (minute) => minute * 60_000)
const counts = (...low: readonly number[]): Float64Array => Float64Array.from(low)

/** Marks as `[minute, count]`. */
function marksOf(times: Float64Array, low: Float64Array, windowMinutes?: number): [number, number][] {
  const water = lowWater(times, low, windowMinutes === undefined ? undefined : windowMinutes * 60_000)
  return [...water.times].map((at, i) => [at / 60_000, water.marks[i] as number])
}

/** Rising times with their counts, now and then hours apart. */
const series = fc
  .array(fc.record({ gap: fc.constantFrom(1, 5, 5, 5, 60, 600), low: fc.nat(99) }), {
    minLength: 1,
    maxLength: 300,
  })
  .map((points) => {
    let minute = 0
    return {
      times: minutes(...points.map(({ gap }) => (minute += gap))),
      low: counts(...points.map(({ low }) => low)),
    }
  })

describe('lowWater', () => {
  it('marks the least count of each window at its own time', () => {
    expect(marksOf(minutes(0, 10, 20, 30, 40, 50), counts(7, 5, 6, 9, 8, 8), 30)).toEqual([
      [10, 5],
      [40, 8],
    ])
  })

  it('has no mark where a window has no point', () => {
    expect(marksOf(minutes(0, 10, 200, 210), counts(3, 4, 5, 6), 60)).toEqual([
      [0, 3],
      [200, 5],
    ])
  })

  it('lets the last point close the last window', () => {
    expect(marksOf(minutes(0, 30, 60), counts(5, 6, 4), 30)).toEqual([
      [0, 5],
      [60, 4],
    ])
  })

  it.each([
    { name: 'no point', give: [], want: [] },
    { name: 'one point', give: [8], want: [[0, 8]] },
  ])('answers for $name', ({ give, want }) => {
    expect(marksOf(minutes(...give.map(() => 0)), counts(...give))).toEqual(want)
  })

  it('does not see a daily wave in windows of a day', () => {
    const hours = Array.from({ length: 14 * 24 }, (_, hour) => hour * 60)
    const wave = hours.map((minute) => (minute % 1440 < 480 ? 4 : 90))
    expect(marksOf(minutes(...hours), counts(...wave), 1440).map(([, count]) => count)).toEqual(
      Array(14).fill(4),
    )
  })

  it(`cuts any series into at most ${WINDOWS} windows where none is given`, () => {
    fc.assert(
      fc.property(series, ({ times, low }) => {
        expect(lowWater(times, low).marks.length).toBeLessThanOrEqual(WINDOWS)
      }),
    )
  })

  it('marks points of the series, in order, and the least of all among them', () => {
    fc.assert(
      fc.property(series, fc.constantFrom(undefined, 3_600_000), ({ times, low }, window) => {
        const water = lowWater(times, low, window)
        const places = [...water.times].map((at) => times.indexOf(at))
        expect(places).toEqual([...places].sort((a, b) => a - b))
        expect(places.map((place) => low[place])).toEqual([...water.marks])
        expect(Math.min(...water.marks)).toBe(Math.min(...low))
      }),
    )
  })
})

describe('spanOf', () => {
  it.each([
    { name: 'no point', give: [], want: 0 },
    { name: 'one point', give: [5], want: 0 },
    { name: 'three points', give: [5, 6, 65], want: 3_600_000 },
  ])('is $want for $name', ({ give, want }) => {
    expect(spanOf(minutes(...give))).toBe(want)
  })
})
