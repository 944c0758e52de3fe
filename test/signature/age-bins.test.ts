import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ageBins } from '#shared/signature/age-bins.ts'

const waits = fc.array(fc.tuple(fc.nat(1_000_000), fc.integer({ min: 1, max: 99 })), { maxLength: 50 })

describe('bins of waits', () => {
  test('double from minute to week, and hold the empty ones between', () => {
    expect(
      ageBins([
        [0, 2],
        [1, 3],
        [9, 1],
      ]),
    ).toEqual([
      { from: 0, to: 1, count: 2 },
      { from: 1, to: 2, count: 3 },
      { from: 2, to: 4, count: 0 },
      { from: 4, to: 8, count: 0 },
      { from: 8, to: 16, count: 1 },
    ])
  })

  test('have no end after the last', () => expect(ageBins([[99_999, 1]])).toEqual([{ from: 8192, count: 1 }]))

  test('of nothing are none', () => expect(ageBins([])).toEqual([]))

  test('lose no goroutine, and put each where its wait lies', () => {
    fc.assert(
      fc.property(waits, (given) => {
        const bins = ageBins(given)
        expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(given.reduce((sum, [, n]) => sum + n, 0))
        for (const { from, to = Number.POSITIVE_INFINITY, count } of bins) {
          const inside = given.filter(([minutes]) => minutes >= from && minutes < to)
          expect(count).toBe(inside.reduce((sum, [, n]) => sum + n, 0))
        }
      }),
    )
  })
})
