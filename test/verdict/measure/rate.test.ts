import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR } from '#shared/time.ts'
import { signatureLife } from '#shared/verdict/life/signature-life.ts'
import { growthSince, rateSince } from '#shared/verdict/measure/rate.ts'
import { counted, countsOf, lifeOf, noisy, START } from '#test/support/lives.ts'
import * as shape from '../shapes.ts'
import { byDay, leakedBy } from '../traffic.ts'

const lifeWith = (counts: readonly number[]) =>
  signatureLife(lifeOf({ one: counts }), 'one', countsOf(counts))

describe('a rate', () => {
  it.each([
    { name: 'a leak of 5 an hour', give: shape.leak, since: START, want: 5 },
    { name: 'the same in noise', give: shape.noisyLeak, since: START, want: 5 },
    { name: 'a leak under a daily wave', give: shape.leakUnderWave, since: START, want: 2 },
    {
      name: 'a leak that begins late, from there on',
      give: shape.lateLeak,
      since: START + shape.BEGINS * shape.HOURS * HOUR,
      want: 5,
    },
  ])('of $name is $want within a twelfth', ({ give, since, want }) => {
    expect(Math.abs(rateSince(lifeWith(give), since).perHour / want - 1)).toBeLessThan(1 / 12)
  })

  it('is the mean that counts nights in, where a leak runs per request', () => {
    const days = 4
    const leak = leakedBy(counted(24 * days, byDay), 4)
    const mean = ((leak.at(-1) ?? 0) - (leak[0] ?? 0)) / (24 * days)
    const { perHour } = rateSince(lifeWith(leak), START)
    expect(Math.abs(perHour / mean - 1)).toBeLessThan(0.15)
  })

  const anyCounts = fc.array(fc.nat(300), { minLength: 2, maxLength: 80 })
  const anyHour = fc.nat(12)

  it('lies between its bounds, whatever the series', () => {
    fc.assert(
      fc.property(anyCounts, anyHour, (counts, hour) => {
        const { perHour, low95, high95 } = rateSince(lifeWith(counts), START + hour * HOUR)
        fc.pre(Number.isFinite(perHour))
        expect(low95).toBeLessThanOrEqual(perHour)
        expect(high95).toBeGreaterThanOrEqual(perHour)
        expect(Number.isFinite(low95) && Number.isFinite(high95)).toBe(true)
      }),
    )
  })

  it('has bounds that hold the true rate of a leak in noise', () => {
    for (const seed of [51, 52, 53, 54, 55]) {
      const { low95, high95 } = rateSince(lifeWith(noisy(shape.leak, seed, 4)), START)
      expect(low95).toBeLessThan(5.05)
      expect(high95).toBeGreaterThan(4.95)
      expect(high95 - low95).toBeLessThan(0.3)
    }
  })

  it('does not see the level', () => {
    fc.assert(
      fc.property(anyCounts, fc.nat(500), (counts, level) => {
        const { goroutines, hours } = growthSince(lifeWith(counts), START)
        const lifted = growthSince(lifeWith(counts.map((count) => count + level)), START)
        expect(lifted).toEqual({ goroutines, hours })
      }),
    )
  })
})
