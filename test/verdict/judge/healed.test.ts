import { describe, expect, it } from 'vitest'
import { DAY, HOUR } from '#shared/time.ts'
import { explain } from '#shared/verdict/judge/explain.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import { counted, inputOf, type LifeFacts, lifeOf, START } from '#test/support/lives.ts'
import { OWN_WORKER } from '../stacks.ts'

const LEAK = (hour: number): number => 20 + 5 * hour
const FLAT = (): number => 20

/** A life of a version, from a day after `START` on. */
function version(
  name: string,
  day: number,
  hours: number,
  countAt: (hour: number) => number,
  facts?: LifeFacts,
) {
  return lifeOf(
    { [OWN_WORKER.id]: counted(hours, countAt, facts?.step) },
    { version: name, from: START + day * DAY, ...facts },
  )
}

/** A life that has none of the stack. */
const without = (name: string, day: number, hours: number) =>
  lifeOf({ other: counted(hours, () => 3) }, { version: name, from: START + day * DAY })

const ELSEWHERE = { instance: 'checkout-2' }
const leaking = version('v2', 0, 48, LEAK)

const healedOf = (...lives: Parameters<typeof inputOf>[0]) => {
  const { verdicts } = judge(inputOf(lives, [OWN_WORKER]))
  expect(verdicts).toHaveLength(1)
  return verdicts[0]?.healed
}

describe('a leak of v2', () => {
  it.each([
    { name: 'does not leak', give: [leaking, version('v3', 2, 24, FLAT)] },
    { name: 'has none of the stack', give: [leaking, without('v3', 2, 24)] },
    {
      name: 'is followed by another start of v3 that is too short to tell',
      give: [leaking, version('v3', 2, 24, FLAT), version('v3', 3, 1, FLAT)],
    },
    {
      name: 'is followed by another start of v3 that is slow to be dumped',
      give: [leaking, version('v3', 2, 24, FLAT), version('v3', 3, 10, FLAT, { step: HOUR })],
    },
    {
      name: 'replaced it in one process, where the other stopped days ago',
      give: [leaking, version('v2', 0, 24, LEAK, ELSEWHERE), version('v3', 2, 24, FLAT)],
    },
  ])('is gone where v3 $name', ({ give }) => {
    const { hours = 0, ...gone } = healedOf(...give) ?? {}
    expect(gone).toEqual({ version: 'v3', at: START + 2 * DAY })
    expect(hours).toBeCloseTo(24 - 1 / 6, 6)
  })

  it.each([
    { name: 'no v3 runs', give: [leaking] },
    { name: 'v3 leaks as well', give: [leaking, version('v3', 2, 24, LEAK)] },
    { name: 'v3 has run for an hour', give: [leaking, version('v3', 2, 1, FLAT)] },
    { name: 'v3 has none of the stack, but has run for an hour', give: [leaking, without('v3', 2, 1)] },
    {
      name: 'another process still runs it',
      give: [leaking, version('v3', 2, 24, FLAT), version('v2', 0, 72, LEAK, ELSEWHERE)],
    },
    {
      name: 'v4 leaks after a v3 that did not',
      give: [leaking, version('v3', 2, 24, FLAT), version('v4', 3, 24, LEAK)],
    },
  ])('is not gone where $name', ({ give }) => {
    expect(healedOf(...give)).toBeUndefined()
  })

  it('is told as gone, without a time to its limit', () => {
    const { verdicts } = judge(inputOf([leaking, version('v3', 2, 24, FLAT)], [OWN_WORKER]))
    const [verdict] = verdicts
    expect(verdict && explain('checkout', verdict, START + 5 * DAY)).toMatch(
      /^checkout: Fixed in v3, 3 days ago; 259 at most\. .* grew by 5\.0 per hour .* No growth in v3, watched for 24 h\./,
    )
    expect(verdicts[0]?.limit).toBeUndefined()
  })
})
