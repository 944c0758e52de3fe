import { describe, expect, it } from 'vitest'
import { BASELINES, DETECTORS } from '#bench/verdicts/baselines/all.ts'
import { EVE } from '#bench/verdicts/baselines/eve.ts'
import { LEAST_SQUARES, zOfSlope } from '#bench/verdicts/baselines/least-squares.ts'
import { MANN_KENDALL } from '#bench/verdicts/baselines/mann-kendall.ts'
import { rankWithTime } from '#bench/verdicts/baselines/rank-correlation.ts'
import { RECURRENCE } from '#bench/verdicts/baselines/recurrence.ts'
import { serviceTotal } from '#bench/verdicts/baselines/service.ts'
import { THRESHOLD } from '#bench/verdicts/baselines/threshold.ts'
import { type Method, methodAt } from '#bench/verdicts/method.ts'
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
    [methodAt(THRESHOLD, 400), ['leak']],
    [methodAt(THRESHOLD, 10_000), []],
    [LEAST_SQUARES, ['leak']],
    [MANN_KENDALL, ['leak', 'rare']],
    [EVE, ['leak']],
    [RECURRENCE, ['leak', 'flat']],
  ])('$name names what its rule says', (method, expected) => {
    expect(named(method, { leak, flat, rare })).toEqual(expected)
  })

  it.each(DETECTORS)('$name by $score at a published threshold is what was published', (detector) => {
    const { name, published } = detector
    const input = inputOf([lifeOf({ leak, flat, rare })])
    for (const [i, threshold] of published.entries()) {
      const method = BASELINES.filter((one) => one.name.startsWith(name))[i]
      expect(methodAt(detector, threshold).answers(input)).toEqual(method?.answers(input))
    }
  })

  it.each(DETECTORS)('$name by $score reports no less at a lower threshold', (detector) => {
    const input = inputOf([lifeOf({ leak, flat, rare })])
    const reported = [...detector.scores(input).values()]
      .sort((a, b) => b - a)
      .map((threshold) => methodAt(detector, threshold).answers(input).length)
    expect(reported).toEqual(reported.toSorted((a, b) => a - b))
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

describe('the z of a slope', () => {
  const line = (counts: number[]) => ({
    times: Float64Array.from(counts, (_, i) => i),
    counts: Float64Array.from(counts),
  })

  it('has no bound for a straight rise, and none below for a fall and a flat line', () => {
    expect(zOfSlope(line([1, 2, 3, 4]))).toBe(Number.POSITIVE_INFINITY)
    expect(zOfSlope(line([4, 3, 2, 1]))).toBe(Number.NEGATIVE_INFINITY)
    expect(zOfSlope(line([2, 2, 2, 2]))).toBe(Number.NEGATIVE_INFINITY)
  })

  it('is that of the textbook', () => {
    // y = 1 3 2 4: slope 0.8, residuals 1.8, standard error sqrt(0.9 / 5)
    expect(zOfSlope(line([1, 3, 2, 4]))).toBeCloseTo(1.8856, 4)
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
