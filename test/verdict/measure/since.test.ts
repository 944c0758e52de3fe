import { describe, expect, it } from 'vitest'
import { HOUR } from '#shared/time.ts'
import { signatureLife } from '#shared/verdict/life/signature-life.ts'
import { sinceOf } from '#shared/verdict/measure/since.ts'
import { counted, countsOf, type LifeFacts, lifeOf, noisy, START, STEP } from '#test/support/lives.ts'
import * as shape from '../shapes.ts'
import { byDay, leakedBy } from '../traffic.ts'

const { HOURS, BEGINS } = shape
/** What the README promises of since-when: within 5 % of the span. */
const CLOSE = 0.05 * HOURS

/** Hours from the first count to the date of the growth. */
function hoursUntil(counts: readonly number[], facts: LifeFacts = {}, served?: readonly number[]): number {
  const load = served === undefined ? undefined : { served: Float64Array.from(served) }
  const life = signatureLife(lifeOf({ one: counts }, facts), 'one', countsOf(counts), { load })
  return (sinceOf(life) - START) / HOUR
}

describe('growth', () => {
  it.each([
    { name: 'from the first point on', give: shape.leak },
    { name: 'from the first point on, in noise', give: shape.noisyLeak },
    { name: 'that slows', give: shape.slowingLeak },
    { name: 'that speeds up', give: counted(HOURS, (hour) => 20 + 5 * hour + 0.2 * hour * hour) },
    {
      name: 'that is slow at first',
      give: counted(HOURS, (hour) => 20 + 3 * hour + 4 * Math.max(0, hour - 10)),
    },
    { name: 'of one in two hours', give: counted(HOURS, (hour) => 3 + 0.5 * hour) },
    { name: 'among goroutines that come and go with the day', give: shape.leakUnderWave },
  ])('$name is dated to the start of the process', ({ give }) => {
    expect(hoursUntil(give)).toBe(0)
  })

  it.each([0.2, BEGINS, 0.6, 0.75])('that begins at %d of the span is dated within 5 %% of it', (share) => {
    const begins = share * HOURS
    const late = counted(HOURS, (hour) => 20 + 5 * Math.max(0, hour - begins))
    expect(Math.abs(hoursUntil(late) - begins)).toBeLessThanOrEqual(CLOSE)
    expect(Math.abs(hoursUntil(noisy(late, 41, 1)) - begins)).toBeLessThanOrEqual(CLOSE)
  })

  it('that begins at 42 % of the span among healthy ones of the same stack is dated by the bend', () => {
    const begins = BEGINS * HOURS
    const mixed = noisy(
      counted(HOURS, (hour) => 40 + 5 * Math.max(0, hour - begins)),
      42,
      6,
    )
    expect(Math.abs(hoursUntil(mixed) - begins)).toBeLessThanOrEqual(2 * CLOSE)
  })

  it('that first comes after a night of rest is dated to the start: nobody asked before', () => {
    const served = counted(5 * 24, byDay)
    const leak = leakedBy(served, 12)
    const firstGrew = leak.findIndex((count) => count > (leak[0] ?? 0))
    expect((firstGrew * STEP) / HOUR).toBeGreaterThan(6)
    expect(hoursUntil(leak, {}, served)).toBe(0)
  })

  it('that comes after days of traffic is dated to its beginning', () => {
    const served = counted(5 * 24, byDay)
    const begins = 55
    const before = leakedBy(served, 12)
    const level = before[(begins * HOUR) / STEP] ?? 0
    const late = before.map((count) => 5 + Math.max(0, count - level))
    expect(Math.abs(hoursUntil(late, {}, served) - begins)).toBeLessThanOrEqual(0.05 * 5 * 24)
  })

  it('of a process that was heard of at once is dated to its start, before the first count', () => {
    expect(hoursUntil(shape.leak, { startedAt: START - HOUR })).toBe(-1)
  })

  it('of a process without a start is dated to its first count', () => {
    expect(hoursUntil(shape.leak, { startedAt: undefined })).toBe(0)
  })
})
