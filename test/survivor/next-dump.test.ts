import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DUMP_BUDGET, leastPause, nextDumpAt } from '#shared/survivor/next-dump.ts'
import { DAY, HOUR } from '#shared/time.ts'

/** Dumps that come in when a process is asked for them: every `look`, as often as it is judged. */
function dumpsWithin(age: number, watched: number, look: number): number[] {
  const dumps: number[] = []
  for (let now = age; now <= age + watched; now += look) if (nextDumpAt(0, dumps, now) <= now) dumps.push(now)
  return dumps
}

describe('the next dump', () => {
  it('is the first one at once', () => {
    expect(nextDumpAt(0, [], 5 * DAY)).toBe(5 * DAY)
  })

  it.each([
    {
      name: 'an hour on, of a process that has just begun',
      began: 0,
      dumps: [HOUR],
      now: 2 * HOUR,
      pause: HOUR,
    },
    {
      name: 'three hours on, of one of some days',
      began: 0,
      dumps: [5 * DAY],
      now: 5 * DAY,
      pause: 3 * HOUR,
    },
    {
      name: 'a ninth of the time watched on, later',
      began: 0,
      dumps: [DAY, 2 * DAY],
      now: 2.5 * DAY,
      pause: (1.5 * DAY) / 9,
    },
    { name: 'half a day on at most', began: 0, dumps: [DAY, 14 * DAY], now: 14 * DAY, pause: 12 * HOUR },
  ])('comes $name', ({ began, dumps, now, pause }) => {
    expect(nextDumpAt(began, dumps, now)).toBe((dumps.at(-1) ?? 0) + pause)
    expect(nextDumpAt(began, dumps.toReversed(), now)).toBe(nextDumpAt(began, dumps, now))
  })

  it('makes at least five within 15 hours, and two a day at the least for ever', () => {
    const ages = fc.integer({ min: 0, max: 30 * 24 })
    fc.assert(
      fc.property(ages, (hours) => {
        expect(dumpsWithin(hours * HOUR, 15 * HOUR, HOUR / 4).length).toBeGreaterThanOrEqual(5)
        expect(dumpsWithin(hours * HOUR, 15 * HOUR, HOUR / 4).length).toBeLessThanOrEqual(16)
        const fortnight = dumpsWithin(hours * HOUR, 14 * DAY, HOUR)
        expect(fortnight.length).toBeGreaterThanOrEqual(28)
        expect(fortnight.length).toBeLessThanOrEqual(60)
      }),
      { numRuns: 30 },
    )
  })
})

describe('the pause of a dump', () => {
  it('takes at most 0.01 % of the time of a process', () => {
    expect(leastPause(1_000)).toBe(HOUR)
    expect(leastPause(10_000)).toBe(HOUR)
    expect(leastPause(100_000)).toBe(DUMP_BUDGET * 2_400)
  })

  it('is no shorter the more goroutines there are', () => {
    const sizes = fc.nat(1_000_000)
    fc.assert(
      fc.property(sizes, sizes, (a, b) => {
        expect(leastPause(Math.max(a, b))).toBeGreaterThanOrEqual(leastPause(Math.min(a, b)))
      }),
    )
  })
})
