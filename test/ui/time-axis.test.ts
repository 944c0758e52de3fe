import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSpot, timeRange } from '#ui/chart/time-axis.ts'

const second = fc.integer({ min: 0, max: 4e9 })

test('an axis of time never leaves its data, whatever is looked at, and is never empty', () => {
  const end = fc.option(second, { nil: undefined })
  fc.assert(
    fc.property(second, second, fc.record({ from: end, to: end }), (a, b, view) => {
      fc.pre(a !== b)
      const [first, last] = [Math.min(a, b), Math.max(a, b)]
      expect(timeRange(first, last)).toEqual([first, last])
      const [from, to] = timeRange(first, last, view)
      expect([first <= from, from < to, to <= last]).toEqual([true, true, true])
    }),
  )
})

test.each([
  [{ from: 20, to: 40 }, [20, 40]],
  [{ from: 20, to: undefined }, [20, 100]],
  [{ from: undefined, to: 40 }, [10, 40]],
  [{ from: 0, to: 40 }, [10, 40]],
  [{ from: 200, to: 400 }, [10, 100]],
  [{ from: 40, to: 20 }, [10, 100]],
])('of data from 10 to 100, %j shows %j', (view, shown) => {
  expect(timeRange(10, 100, view)).toEqual(shown)
})

test('one moment stands in the middle of its hour', () => {
  expect(timeRange(7_200, 7_200)).toEqual([5_400, 9_000])
})

test('a column of one value is a spot, of two a line', () => {
  expect([[], [null, 3], [1, null, 2]].map(isSpot)).toEqual([true, true, false])
})
