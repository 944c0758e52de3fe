import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judge } from '#shared/verdict/judge/judge.ts'
import type { ArgumentId } from '#shared/verdict/model/argument.ts'
import { measured } from '#shared/verdict/odds/argument.ts'
import { oddsOf } from '#shared/verdict/odds/odds.ts'
import { FITTED, STATED } from '#shared/verdict/odds/weights.ts'
import { counted, inputOf, lifeOf } from '#test/support/lives.ts'
import { OWN_WORKER } from '../stacks.ts'

const IDS = Object.keys({ ...FITTED, ...STATED }) as ArgumentId[]
const some = fc.array(fc.tuple(fc.constantFrom(...IDS), fc.double({ min: -8, max: 8, noNaN: true })), {
  maxLength: 12,
})

describe('oddsOf', () => {
  it('rises with each argument, whatever the others say', () => {
    fc.assert(
      fc.property(
        some,
        fc.constantFrom(...IDS),
        fc.double({ min: 0, max: 8, noNaN: true }),
        (all, id, more) => {
          const others = all.map(([one, value]) => measured(one, value, ''))
          const before = oddsOf(others).probability
          expect(oddsOf([...others, measured(id, more, '')]).probability).toBeGreaterThanOrEqual(before)
          expect(oddsOf([...others, measured(id, -more, '')]).probability).toBeLessThanOrEqual(before)
        },
      ),
    )
  })

  it('is a probability, names the heaviest argument first, and does not depend on their order', () => {
    fc.assert(
      fc.property(some, (all) => {
        const given = all.map(([id, value]) => measured(id, value, id))
        const { probability, arguments: weighed } = oddsOf(given)
        expect(probability).toBeGreaterThanOrEqual(0)
        expect(probability).toBeLessThanOrEqual(1)
        const weights = weighed.map(({ points }) => Math.abs(points))
        expect(weights).toEqual(weights.toSorted((a, b) => b - a))
        expect(oddsOf(given.toReversed()).probability).toBeCloseTo(probability, 10)
      }),
    )
  })
})

/** What one process shows that grew for some hours. */
function verdictOn(hours: number, countAt: (hour: number) => number) {
  const life = lifeOf({ [OWN_WORKER.id]: counted(hours, countAt) })
  const [verdict] = judge(inputOf([life], [OWN_WORKER])).verdicts
  return verdict
}

describe('the probability of a verdict', () => {
  const leak = (hour: number): number => 5 + 2 * hour

  it('rises as a leak of an unknown stack in one process goes on, until it is told', () => {
    const looks = [8, 16, 32, 64, 128].map((hours) => verdictOn(hours, leak)?.probability ?? 0)
    expect(looks).toEqual(looks.toSorted((a, b) => a - b))
    expect(verdictOn(128, leak)?.tier).toBe('probable')
  })

  it.each([
    { name: 'tenants that are met one by one', countAt: (hour: number) => 150 * (1 - Math.exp(-hour / 30)) },
    { name: 'keys with a long tail', countAt: (hour: number) => 25 * hour ** 0.5 },
  ])('is not told of $name, at any look', ({ countAt }) => {
    for (const hours of [6, 12, 24, 48, 96]) expect(verdictOn(hours, countAt)?.tier).not.toBe('probable')
  })

  it('has points that add up to it', () => {
    const verdict = verdictOn(64, leak)
    const log = (verdict?.arguments ?? []).reduce((sum, { points }) => sum + points, 0)
    const base = oddsOf([]).probability
    const odds = Math.exp(log) * (base / (1 - base))
    expect(odds / (1 + odds)).toBeCloseTo(verdict?.probability ?? 0, 10)
  })
})
