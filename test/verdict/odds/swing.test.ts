import { describe, expect, it } from 'vitest'
import { HOUR } from '#shared/time.ts'
import { signatureLife } from '#shared/verdict/life/signature-life.ts'
import { swingOf } from '#shared/verdict/odds/swing.ts'
import { lifeOf, START } from '#test/support/lives.ts'
import { OWN_WORKER } from '../stacks.ts'

const HOURS = 120

/** A slot of each hour: goroutines that come and go by chance, as many as asked for, and those that stay. */
function swing(comingAt: (hour: number) => number, staysAt: (hour: number) => number): number {
  const at = (hour: number, side: number): number => {
    const coming = comingAt(hour)
    const deviations = 0.8 + 0.4 * (hour % 3)
    return Math.round(coming + staysAt(hour) + side * deviations * Math.sqrt(coming))
  }
  const times = Array.from({ length: HOURS }, (_, hour) => hour)
  const counts = {
    low: Float64Array.from(times, (hour) => at(hour, -1)),
    high: Float64Array.from(times, (hour) => at(hour, 1)),
    last: Float64Array.from(times, (hour) => at(hour, hour % 2 === 0 ? 1 : -1)),
  }
  const series = lifeOf({ [OWN_WORKER.id]: Array(HOURS).fill(1) }, { from: START, step: HOUR })
  return swingOf(signatureLife(series, OWN_WORKER.id, counts))
}

describe('swingOf', () => {
  it('speaks for a leak beside goroutines that come and go as before', () => {
    expect(
      swing(
        () => 60,
        (hour) => hour,
      ),
    ).toBeGreaterThan(4)
  })

  it('speaks against one where all come and go, and become more', () => {
    expect(
      swing(
        (hour) => 30 * 2 ** (hour / 40),
        () => 0,
      ),
    ).toBeLessThan(-4)
  })

  it('speaks for a leak that shares its stack with a warm-up of those that come and go', () => {
    expect(
      swing(
        (hour) => 100 * (1 - Math.exp(-hour / 8)),
        (hour) => hour,
      ),
    ).toBeGreaterThan(2)
  })

  it('says nothing where nothing leaves, or where nothing grows', () => {
    expect(
      swing(
        () => 0,
        (hour) => 2 * hour,
      ),
    ).toBe(0)
    expect(
      Math.abs(
        swing(
          () => 60,
          () => 0,
        ),
      ),
    ).toBeLessThan(1)
  })
})
