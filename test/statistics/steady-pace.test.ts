import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { steadyPace } from '#shared/statistics/steady-pace.ts'

const WINDOWS = 24
const hours = Float64Array.from({ length: WINDOWS + 1 }, (_, i) => i)
const marksOf = (levelAt: (share: number) => number): Float64Array =>
  hours.map((hour) => Math.round(levelAt(hour / WINDOWS)))

describe('steadyPace', () => {
  it.each([
    { name: 'a line', give: marksOf((share) => 200 * share), least: 3 },
    { name: 'a pace that doubles', give: marksOf((share) => 200 * share ** 2), least: 3 },
  ])('prefers a steady pace for $name', ({ give, least }) => {
    expect(steadyPace(give, [hours]).log).toBeGreaterThan(least)
  })

  it.each([
    { name: 'a warm-up that is over', give: marksOf((share) => 200 * (1 - Math.exp(-share / 0.1))) },
    { name: 'a warm-up that bends', give: marksOf((share) => 200 * (1 - Math.exp(-share / 0.5))) },
    { name: 'keys met with a long tail', give: marksOf((share) => 200 * share ** 0.5) },
  ])('prefers a slower and slower one for $name', ({ give }) => {
    expect(steadyPace(give, [hours]).log).toBeLessThan(-3)
  })

  it.each([
    { name: 'subscribers that double twice in a week', give: marksOf((share) => 60 * 2 ** (2 * share)) },
    { name: 'subscribers that double three times', give: marksOf((share) => 20 * 2 ** (3 * share)) },
  ])('prefers a faster and faster one for $name', ({ give }) => {
    expect(steadyPace(give, [hours], { mayDouble: true }).log).toBeLessThan(-3)
    expect(steadyPace(give, [hours]).log).toBeGreaterThan(3)
  })

  it.each([
    { warm: 100, leaks: 200 },
    { warm: 100, leaks: 400 },
  ])('says little of a warm-up of $warm with a leak of $leaks behind it', ({ warm, leaks }) => {
    const give = marksOf((share) => warm * (1 - Math.exp(-share / 0.06)) + leaks * share)
    expect(Math.abs(steadyPace(give, [hours]).log)).toBeLessThan(2)
  })

  it('knows no more of ten than of chance', () => {
    expect(
      Math.abs(
        steadyPace(
          marksOf((share) => 10 * share),
          [hours],
        ).log,
      ),
    ).toBeLessThan(2)
  })

  it('takes the clock that the arrivals keep', () => {
    const busy = hours.map((hour) => hour + 4 * Math.sin((2 * Math.PI * hour) / WINDOWS))
    const marks = busy.map((hour) => Math.round(10 * hour))
    expect(steadyPace(marks, [hours, busy]).log).toBeGreaterThan(steadyPace(marks, [hours]).log)
  })

  it('counts only what came for good', () => {
    expect(steadyPace(Float64Array.of(0, 10, 20, 30, 40, 0), [hours.subarray(0, 6)])).toEqual({
      log: 0,
      came: 0,
    })
  })

  it('is a number for any marks and clocks, and the same for a clock of any unit', () => {
    const marks = fc.array(fc.nat(100_000), { minLength: 0, maxLength: 30 })
    fc.assert(
      fc.property(marks, fc.double({ min: 0.001, max: 1e6, noNaN: true }), (levels, unit) => {
        const at = Float64Array.from(levels)
        const clock = at.map((_, i) => i)
        const still = at.map(() => 0)
        const { log } = steadyPace(at, [clock, still])
        expect(log).not.toBeNaN()
        expect(steadyPace(at, [clock.map((value) => value * unit), still]).log).toBeCloseTo(log, 4)
      }),
    )
  })
})
