import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Resolutions, resolutionAt, resolutionsAfter } from '#shared/settings/resolution.ts'
import { HOUR, MINUTE } from '#shared/time.ts'

const NOON = Date.UTC(2026, 8, 7, 12)
const STAGE = MINUTE

const changed = (before: Resolutions, resolutionSeconds: number | undefined, now: number) =>
  resolutionsAfter(before, { resolutionSeconds }, now)

describe('a change of the resolution', () => {
  it.each([
    ['12:00', 0, 1],
    ['12:29', 29, 1],
    ['12:30', 30, 1],
    ['12:31', 31, 2],
    ['12:59', 59, 2],
  ])('at %s begins with the full hour that is half an hour away', (_, minutes, hours) => {
    expect(changed([], 15, NOON + minutes * MINUTE)).toEqual([{ from: NOON + hours * HOUR, seconds: 15 }])
  })

  it('leaves the slots before it as they were', () => {
    const after = changed([], 15, NOON)
    expect(resolutionAt(after, NOON + HOUR - 1, STAGE)).toBe(STAGE)
    expect(resolutionAt(after, NOON + HOUR, STAGE)).toBe(15_000)
  })

  it('that is taken back before it begins has never been', () => {
    expect(changed(changed([], 15, NOON), undefined, NOON + MINUTE)).toEqual([])
  })

  it('to what it is already changes nothing', () => {
    const once = changed([], 15, NOON)
    expect(changed(once, 15, NOON + 5 * HOUR)).toEqual(once)
  })

  it('back to the stage is one more change', () => {
    const after = changed(changed([], 15, NOON), undefined, NOON + 2 * HOUR)
    expect(after).toEqual([
      { from: NOON + HOUR, seconds: 15 },
      { from: NOON + 3 * HOUR, seconds: undefined },
    ])
    expect(resolutionAt(after, NOON + 4 * HOUR, STAGE)).toBe(STAGE)
  })

  const widths = fc.constantFrom(1, 15, 60, 300, 900, 3_600, undefined)
  const changes = fc.array(fc.tuple(widths, fc.integer({ min: 1, max: 3 * 24 * 60 })), { maxLength: 40 })

  it('never moves the slot of a time that a push could have been slotted by before', () => {
    fc.assert(
      fc.property(changes, fc.integer({ min: -14 * 24 * 60, max: 20 }), (some, minutes) => {
        let now = NOON
        let resolutions: Resolutions = []
        for (const [seconds, wait] of some) {
          now += wait * MINUTE
          const after = changed(resolutions, seconds, now)
          // From 14 days behind the clock to 10 minutes ahead of it, and 10 more that a function remembers.
          const at = now + minutes * MINUTE
          expect(resolutionAt(after, at, STAGE)).toBe(resolutionAt(resolutions, at, STAGE))
          resolutions = after
        }
      }),
    )
  })

  it('never makes a slot that lies in two hours, and keeps no more changes than 14 days have hours', () => {
    fc.assert(
      fc.property(changes, (some) => {
        let now = NOON
        let resolutions: Resolutions = []
        for (const [seconds, wait] of some) {
          now += wait * MINUTE
          resolutions = changed(resolutions, seconds, now)
        }
        for (const { from } of resolutions) expect(from % HOUR).toBe(0)
        const times = resolutions.map(({ from }) => from)
        expect(times).toEqual([...new Set(times)].sort((a, b) => a - b))
        expect(resolutions.filter(({ from }) => from <= now - 14 * 24 * HOUR).length).toBeLessThanOrEqual(1)
      }),
    )
  })
})
