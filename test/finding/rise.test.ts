import { describe, expect, test } from 'vitest'
import { leakingShare, riseOf } from '#shared/finding/rise.ts'
import { counted, lifeOf } from '#test/support/lives.ts'

const ID = '1111111111111111'
const OTHER = '2222222222222222'
const life = (hours: number, countAt: (hour: number) => number) => lifeOf({ [ID]: counted(hours, countAt) })

describe('the rise of a life', () => {
  test.each([
    { name: 'of 48 hours behind the first', hours: 48, between: 35 },
    { name: 'of 4 hours behind the first fifth', hours: 4, between: 2.4 },
  ])('$name is that of its low water from end to end', ({ hours, between }) => {
    const even = riseOf(
      life(hours, (hour) => 5 + 60 * hour),
      [ID],
    )
    expect(Math.abs(even.hours - between)).toBeLessThan(0.5)
    expect(Math.abs(even.rise - 60 * even.hours)).toBeLessThanOrEqual(10)
  })

  test('has nothing of pools that fill in its first hour', () => {
    const filled = life(12, (hour) => Math.min(80, 100 * hour))
    expect(riseOf(filled, [ID])).toMatchObject({ rise: 0, hours: expect.closeTo(8.2, 0) })
  })

  test('is that of the lowest counts, whatever stands above them', () => {
    const spikes = life(24, (hour) => (hour % 2 < 0.2 ? 7 : 900))
    expect(riseOf(spikes, [ID]).rise).toBe(0)
  })

  test('is of all stacks together, and of a stack that was never there nothing', () => {
    const both = lifeOf({ [ID]: counted(24, (hour) => hour), [OTHER]: counted(24, (hour) => 3 * hour) })
    const [one, other] = [riseOf(both, [ID]).rise, riseOf(both, [OTHER]).rise]
    expect(riseOf(both, [ID, OTHER]).rise).toBe(one + other)
    expect(riseOf(both, ['3333333333333333']).rise).toBe(0)
  })

  test.each([0, 1, 2])('of %i counts is none, in no time', (counts) => {
    const short = lifeOf({ [ID]: [5, 90].slice(0, counts) })
    expect(riseOf(short, [ID])).toEqual({ rise: 0, hours: 0 })
  })
})

describe('the share that leaks', () => {
  const leaking = life(24, (hour) => 10 * hour)
  const half = life(24, (hour) => 5.2 * hour)
  const flat = life(24, () => 7)

  test('is of the lives that rose at half of the rate', () => {
    expect(leakingShare([leaking, half, flat, flat], [ID], 10)).toBe(0.5)
    expect(leakingShare([leaking, flat, flat], [ID], 30)).toBe(1 / 3)
  })

  test('is one of them at least, and all where none can tell', () => {
    expect(leakingShare([flat, flat], [ID], 10)).toBe(0.5)
    expect(leakingShare([], [ID], 10)).toBe(1)
    // In so short a time not one would have come.
    const short = life(1, () => 7)
    expect(leakingShare([short], [ID], 0.5)).toBe(1)
    expect(leakingShare([leaking, short, short], [ID], 0.5)).toBe(1)
  })
})
