import { describe, expect, it } from 'vitest'
import { DAY } from '#shared/time.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import { counted, inputOf, type LifeFacts, lifeOf, START } from '#test/support/lives.ts'
import * as shape from '../shapes.ts'
import { BUSY_READ_LOOP, IDLE_READ_LOOP, OWN_WORKER } from '../stacks.ts'

/** Descriptors that a service has (docs/verdicts.md). */
const DESCRIPTORS = 65_536
const SIGNATURES = [BUSY_READ_LOOP, IDLE_READ_LOOP, OWN_WORKER]

const leaking = (counts: readonly number[], facts?: LifeFacts) =>
  lifeOf({ [IDLE_READ_LOOP.id]: counts }, facts)
const limitOf = (...lives: Parameters<typeof inputOf>[0]) => {
  const { verdicts } = judge(inputOf(lives, SIGNATURES))
  expect(verdicts).toHaveLength(1)
  return verdicts[0]?.limit
}

describe('the time to the limit', () => {
  it.each([5, 60, 600])('of connections that leak by %d an hour is what is left over the rate', (perHour) => {
    const counts = counted(48, (hour) => 20 + perHour * hour)
    const left = DESCRIPTORS - (counts.at(-1) ?? 0)
    const { what, limit, hours = 0 } = limitOf(leaking(counts)) ?? {}
    expect({ what, limit }).toEqual({ what: 'file descriptors', limit: DESCRIPTORS })
    expect(hours / (left / perHour)).toBeCloseTo(1, 1)
  })

  it('lies between the soonest and the latest', () => {
    const { soonest, hours, latest } = limitOf(leaking(shape.noisyLeak)) ?? {}
    expect(soonest).toBeLessThanOrEqual(hours ?? 0)
    expect(latest).toBeGreaterThanOrEqual(hours ?? Number.POSITIVE_INFINITY)
  })

  it('is no time at all where the limit has been met', () => {
    expect(limitOf(leaking(counted(48, (hour) => 2_000 * hour)))).toMatchObject({
      hours: 0,
      soonest: 0,
      latest: 0,
    })
  })

  it.each([
    {
      name: 'goroutines of the own code, which hold no socket',
      give: lifeOf({ [OWN_WORKER.id]: shape.leak }),
    },
    {
      name: 'a leak that would take more than ten years',
      give: leaking(counted(60, (hour) => 5 + hour / 4)),
    },
  ])('is not told of $name', ({ give }) => {
    expect(limitOf(give)).toBeUndefined()
  })

  it('is that of the process that runs now, not of the one before it', () => {
    const before = leaking(counted(48, (hour) => 20 + 1_200 * hour))
    const now = leaking(
      counted(24, (hour) => 20 + 1_200 * hour),
      { from: START + 2 * DAY },
    )
    const { hours = 0 } = limitOf(before, now) ?? {}
    expect(hours).toBeCloseTo((DESCRIPTORS - 20 - 24 * 1_200) / 1_200, 0)
  })
})
