import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSpot, timeRange } from '#ui/chart/time-axis.ts'

const second = fc.integer({ min: 0, max: 4e9 })

test('an axis of time never leaves its data', () => {
  fc.assert(
    fc.property(second, second, (a, b) => {
      fc.pre(a !== b)
      const [first, last] = [Math.min(a, b), Math.max(a, b)]
      expect(timeRange(first, last)).toEqual([first, last])
    }),
  )
})

test('one moment stands in the middle of its hour', () => {
  expect(timeRange(7_200, 7_200)).toEqual([5_400, 9_000])
})

test('a column of one value is a spot, of two a line', () => {
  expect([[], [null, 3], [1, null, 2]].map(isSpot)).toEqual([true, true, false])
})
