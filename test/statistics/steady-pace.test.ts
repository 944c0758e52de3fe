import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Pace, type Rising, steadyPace } from '#shared/statistics/steady-pace.ts'

const WINDOWS = 24
const hours = Float64Array.from({ length: WINDOWS + 1 }, (_, i) => i)
const marksOf = (levelAt: (share: number) => number): Float64Array =>
  hours.map((hour) => Math.round(levelAt(hour / WINDOWS)))

const paceOf = (
  marks: Float64Array,
  clocks: readonly Float64Array[],
  how?: { readonly mayDouble: boolean },
): Pace => steadyPace([{ marks, clocks }], how)

describe('steadyPace', () => {
  it.each([
    { name: 'a line', give: marksOf((share) => 200 * share), least: 3 },
    { name: 'a pace that doubles', give: marksOf((share) => 200 * share ** 2), least: 3 },
  ])('prefers a steady pace for $name', ({ give, least }) => {
    expect(paceOf(give, [hours]).log).toBeGreaterThan(least)
  })

  it.each([
    { name: 'a warm-up that is over', give: marksOf((share) => 200 * (1 - Math.exp(-share / 0.1))) },
    { name: 'a warm-up that bends', give: marksOf((share) => 200 * (1 - Math.exp(-share / 0.5))) },
    { name: 'keys met with a long tail', give: marksOf((share) => 200 * share ** 0.5) },
  ])('prefers a slower and slower one for $name', ({ give }) => {
    expect(paceOf(give, [hours]).log).toBeLessThan(-3)
  })

  it.each([
    { name: 'subscribers that double twice in a week', give: marksOf((share) => 60 * 2 ** (2 * share)) },
    { name: 'subscribers that double three times', give: marksOf((share) => 20 * 2 ** (3 * share)) },
  ])('prefers a faster and faster one for $name', ({ give }) => {
    expect(paceOf(give, [hours], { mayDouble: true }).log).toBeLessThan(-3)
    expect(paceOf(give, [hours]).log).toBeGreaterThan(3)
  })

  it.each([
    { warm: 100, leaks: 200 },
    { warm: 100, leaks: 400 },
  ])('says little of a warm-up of $warm with a leak of $leaks behind it', ({ warm, leaks }) => {
    const give = marksOf((share) => warm * (1 - Math.exp(-share / 0.06)) + leaks * share)
    expect(Math.abs(paceOf(give, [hours]).log)).toBeLessThan(2)
  })

  it('knows no more of ten than of chance', () => {
    expect(
      Math.abs(
        paceOf(
          marksOf((share) => 10 * share),
          [hours],
        ).log,
      ),
    ).toBeLessThan(2)
  })

  it('takes the clock that the arrivals keep', () => {
    const busy = hours.map((hour) => hour + 4 * Math.sin((2 * Math.PI * hour) / WINDOWS))
    const marks = busy.map((hour) => Math.round(10 * hour))
    expect(paceOf(marks, [hours, busy]).log).toBeGreaterThan(paceOf(marks, [hours]).log)
  })

  it('counts only what came for good', () => {
    expect(paceOf(Float64Array.of(0, 10, 20, 30, 40, 0), [hours.subarray(0, 6)])).toEqual({
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
        const { log } = paceOf(at, [clock, still])
        expect(log).not.toBeNaN()
        expect(paceOf(at, [clock.map((value) => value * unit), still]).log).toBeCloseTo(log, 4)
      }),
    )
  })

  describe('of several lives', () => {
    /** Lives of 8 to 12 hours, a mark an hour. */
    const LENGTHS = [8, 9, 10, 11, 12, 12]
    const livesOf = (levelAt: (hour: number) => number): Rising[] =>
      LENGTHS.map((length) => {
        const clock = Float64Array.from({ length: length + 1 }, (_, hour) => hour)
        return { marks: clock.map((hour) => Math.round(levelAt(hour))), clocks: [clock] }
      })
    const alone = (lives: readonly Rising[]): number =>
      lives.reduce((sum, one) => sum + steadyPace([one]).log, 0)

    it('tells a warm-up that takes as long in each of them more surely than each by itself', () => {
      const lives = livesOf((hour) => 40 * (1 - Math.exp(-hour / 8)))
      expect(steadyPace(lives).log).toBeLessThan(-3)
      expect(steadyPace(lives).log).toBeLessThan(alone(lives.slice(0, 1)))
    })

    it('is steady where each comes on at its own pace', () => {
      const lives = livesOf((hour) => hour).map(({ marks, clocks }, i) => ({
        marks: marks.map((n) => n * (i + 2)),
        clocks,
      }))
      expect(steadyPace(lives).log).toBeGreaterThan(2)
    })

    it('is not worn down by many that each tell a little against it', () => {
      // Each rested for its last hour: an end of a day, not of a warm-up.
      const lives = Array.from({ length: 5 }, () => livesOf((hour) => 6 * Math.min(hour, 11))).flat()
      expect(steadyPace(lives).log).toBeGreaterThan(0)
    })

    it('asks the clocks that all of them have, and is the same in any order', () => {
      const [first, ...rest] = livesOf((hour) => 5 * hour) as [Rising, ...Rising[]]
      const mixed = [{ ...first, clocks: [...first.clocks, ...first.clocks] }, ...rest]
      expect(steadyPace(mixed).log).toBeCloseTo(steadyPace([first, ...rest]).log, 9)
      expect(steadyPace(mixed.toReversed()).log).toBeCloseTo(steadyPace(mixed).log, 9)
    })
  })
})
