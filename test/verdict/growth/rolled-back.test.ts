import { expect, it } from 'vitest'
import { HOUR } from '#shared/time.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import { counted, inputOf, lifeOf, START } from '#test/support/lives.ts'
import { OWN_WORKER } from '../stacks.ts'

/** A release that leaks comes, is rolled back before it can be judged, and comes again. */
const lives = [
  { version: 'v1', from: 0, to: 24, perHour: 0 },
  { version: 'v2', from: 24, to: 34, perHour: 4 },
  { version: 'v1', from: 34, to: 60, perHour: 0 },
  { version: 'v2', from: 60, to: 120, perHour: 4 },
].map(({ version, from, to, perHour }) =>
  lifeOf(
    { [OWN_WORKER.id]: counted(to - from, (hour) => 5 + perHour * hour, HOUR) },
    { from: START + from * HOUR, step: HOUR, version, instance: `api-${from}` },
  ),
)

it('dates a leak to the release that leaked first, though it was rolled back too soon to be judged', () => {
  const [verdict] = judge(inputOf(lives, [OWN_WORKER])).verdicts
  expect(verdict?.since).toBe(START + 24 * HOUR)
})
