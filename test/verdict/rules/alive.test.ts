import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR } from '#shared/time.ts'
import { signatureLife } from '#shared/verdict/life/signature-life.ts'
import { alive } from '#shared/verdict/rules/alive.ts'
import { counted, countsOf, lifeOf } from '#test/support/lives.ts'

/** Office hours that have passed by an hour of a life that began at midnight: 8 to 18 o'clock. */
const officeHours = (hour: number): number =>
  10 * Math.floor(hour / 24) + Math.min(10, Math.max(0, (hour % 24) - 8))
/** Healthy ones that come by day and leave in the evening. */
const visitors = (hour: number): number => 6 * Math.max(0, Math.sin((Math.PI * ((hour % 24) - 7)) / 14))

const isAlive = (hours: number, countAt: (hour: number) => number): boolean => {
  const counts = counted(hours, countAt, HOUR)
  return alive(signatureLife(lifeOf({ one: counts }, { step: HOUR }), 'one', countsOf(counts))).fired
}
/** Lives of two to four days: longer ones have whole days in their last quarter. */
const hoursOfLife = fc.integer({ min: 49, max: 96 })

describe('alive › days', () => {
  it('says the same at every hour of a leak that grows in office hours alone', () => {
    fc.assert(
      fc.property(hoursOfLife, fc.double({ min: 1, max: 50, noNaN: true }), (hours, perHour) =>
        isAlive(hours, (hour) => perHour * officeHours(hour) + visitors(hour)),
      ),
    )
  })

  it('is over where nothing has come since this hour of the day before', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 60, max: 96 }),
        fc.integer({ min: 12, max: 36 }),
        fc.double({ min: 1, max: 50, noNaN: true }),
        (hours, until, perHour) => !isAlive(hours, (hour) => perHour * Math.min(hour, until)),
      ),
    )
  })

  it('is over after a first day whose visitors go on coming', () => {
    expect(isAlive(71, (hour) => 4 * officeHours(Math.min(hour, 24)) + visitors(hour))).toBe(false)
  })
})
