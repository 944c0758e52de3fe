import { describe, expect, it } from 'vitest'
import { EVE } from '#bench/verdicts/baselines/eve.ts'
import { chanceOfSlope, LEAST_SQUARES } from '#bench/verdicts/baselines/least-squares.ts'
import { MANN_KENDALL } from '#bench/verdicts/baselines/mann-kendall.ts'
import { rankWithTime } from '#bench/verdicts/baselines/rank-correlation.ts'
import { RECURRENCE } from '#bench/verdicts/baselines/recurrence.ts'
import { serviceTotal } from '#bench/verdicts/baselines/service.ts'
import { threshold } from '#bench/verdicts/baselines/threshold.ts'
import type { Method } from '#bench/verdicts/method.ts'
import { counted, inputOf, lifeOf, noisy } from '../support/lives.ts'

const leak = counted(24, (hour) => 10 + 20 * hour)
const flat = noisy(
  counted(24, () => 200),
  3,
  10,
)
const rare = counted(24, (hour) => (hour > 20 ? 4 : 0))
const named = (method: Method, counts: Record<string, readonly number[]>): string[] =>
  method.answers(inputOf([lifeOf(counts)])).flatMap(({ signatures }) => signatures)

describe('a baseline', () => {
  it.each([
    [threshold(400), ['leak']],
    [threshold(10_000), []],
    [LEAST_SQUARES, ['leak']],
    [MANN_KENDALL, ['leak', 'rare']],
    [EVE, ['leak']],
    [RECURRENCE, ['leak', 'flat']],
  ])('$name names what its rule says', (method, expected) => {
    expect(named(method, { leak, flat, rare })).toEqual(expected)
  })

  it('on the total is blind where a pool shrinks as fast as another stack leaks', () => {
    const shrinking = counted(24, (hour) => 600 - 20 * hour)
    expect(named(LEAST_SQUARES, { leak, shrinking })).toEqual([])
    expect(named(MANN_KENDALL, { leak, shrinking })).toEqual(['leak'])
  })
})

describe('the total of a service', () => {
  it('counts each process by its last snapshot while it lives', () => {
    const input = inputOf([
      lifeOf({ a: [1, 2, 3] }, { at: [0, 10, 20], startedAt: 0 }),
      lifeOf({ a: [5, 7], b: [1, 1] }, { at: [5, 15], startedAt: 5, instance: 'checkout-2' }),
    ])
    const { times, counts } = serviceTotal(input)
    expect([...times]).toEqual([0, 5, 10, 15, 20])
    expect([...counts]).toEqual([1, 7, 8, 10, 3])
  })
})

describe('the chance of a slope', () => {
  const line = (counts: number[]) => ({
    times: Float64Array.from(counts, (_, i) => i),
    counts: Float64Array.from(counts),
  })

  it('is 0 for a straight rise, 1 for a fall and a flat line', () => {
    expect(chanceOfSlope(line([1, 2, 3, 4]))).toBe(0)
    expect(chanceOfSlope(line([4, 3, 2, 1]))).toBe(1)
    expect(chanceOfSlope(line([2, 2, 2, 2]))).toBe(1)
  })

  it('has the z of the textbook', () => {
    // y = 1 3 2 4: slope 0.8, residuals 1.8, standard error sqrt(0.9 / 5); z = 1.8856
    expect(chanceOfSlope(line([1, 3, 2, 4]))).toBeCloseTo(0.0297, 4)
  })
})

describe('the rank correlation with time', () => {
  it.each([
    [[1, 5, 9], 1],
    [[9, 5, 1], -1],
    [[4, 4, 4], 0],
    [[1, 2, 2, 3], 0.9487],
  ])('of %j is %d', (values, expected) => {
    expect(rankWithTime(Float64Array.from(values))).toBeCloseTo(expected, 4)
  })
})
