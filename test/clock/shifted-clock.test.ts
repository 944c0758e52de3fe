import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import { clockOfDay, SHIFTED_CLOCKS } from './shifted-clock.ts'

const moment = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2090, 0, 1) })
const shifted = (name: string, now: number): Date => {
  const clock = SHIFTED_CLOCKS.find((one) => one.name === name)
  return new Date(now + (clock?.ahead(now) ?? Number.NaN))
}

describe('shifted clocks', () => {
  test('take turns by the day', () => {
    fc.assert(
      fc.property(moment, (now) => {
        const week = SHIFTED_CLOCKS.map((_, day) => clockOfDay(now + day * DAY).name)
        expect(new Set(week).size).toBe(SHIFTED_CLOCKS.length)
      }),
    )
  })

  test('are never behind the real one', () => {
    fc.assert(
      fc.property(moment, (now) => {
        for (const { ahead } of SHIFTED_CLOCKS) expect(ahead(now)).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  test('the year ends two minutes later', () => {
    fc.assert(
      fc.property(moment, (now) => {
        expect(shifted('end-of-the-year', now).toISOString()).toMatch(/^\d{4}-12-31T23:58:00\.000Z$/)
      }),
    )
  })

  test('New York turns its clocks forward five minutes later', () => {
    const hourIn = (at: number): number =>
      Number(
        new Intl.DateTimeFormat('en', {
          timeZone: 'America/New_York',
          hour: 'numeric',
          hourCycle: 'h23',
        }).format(at),
      )
    fc.assert(
      fc.property(moment, (now) => {
        const at = shifted('daylight-saving', now).getTime()
        expect([hourIn(at), hourIn(at + 5 * MINUTE), hourIn(at + HOUR)]).toEqual([1, 3, 3])
      }),
      // Zones change by law; the next decade is what matters.
      { numRuns: 50, examples: [[Date.UTC(2027, 2, 14, 6, 56)], [Date.UTC(2026, 10, 29)]] },
    )
  })
})
