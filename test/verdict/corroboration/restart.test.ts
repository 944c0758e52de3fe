import { describe, expect, it } from 'vitest'
import { DAY } from '#shared/time.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import type { RuleId, RuleResult } from '#shared/verdict/model/rule.ts'
import { counted, inputOf, lifeOf, START } from '#test/support/lives.ts'
import { BUSY_READ_LOOP, IDLE_READ_LOOP, OWN_WORKER } from '../stacks.ts'

/** A life of a day that begins on a day after `START` and leaks. */
type Leak = readonly [instance: string, day: number, perHour: number]

const FIRST_DAY: Leak = ['checkout-1', 0, 5]

/** What a rule about all lives of a signature says, where the rules of growth hold in each. */
function ruleOn(id: RuleId, leaks: readonly Leak[], signature = OWN_WORKER): RuleResult | undefined {
  const lives = leaks.map(([instance, day, perHour]) =>
    lifeOf(
      { [signature.id]: counted(24, (hour) => 10 + perHour * hour) },
      { instance, from: START + day * DAY },
    ),
  )
  const { verdicts } = judge(inputOf(lives, [signature]))
  expect(verdicts.map(({ lives }) => lives.growing)).toEqual([leaks.length])
  return verdicts[0]?.rules.find((rule) => rule.id === id)
}

interface Row {
  readonly name: string
  readonly give: readonly Leak[]
  readonly want: boolean
  readonly figures: Readonly<Record<string, number>>
}

describe('again-after-restart', () => {
  it.each<Row>([
    {
      name: 'fires where a leak of 5 an hour comes back after a restart',
      give: [FIRST_DAY, ['checkout-1', 1, 6]],
      want: true,
      figures: { lives: 2, alike: 2, restarts: 1 },
    },
    {
      name: 'does not fire on one life',
      give: [FIRST_DAY],
      want: false,
      figures: { lives: 1, alike: 1, restarts: 0 },
    },
    {
      name: 'does not fire on two processes that were not restarted',
      give: [FIRST_DAY, ['checkout-2', 0, 5]],
      want: false,
      figures: { lives: 2, alike: 1, restarts: 0 },
    },
    {
      name: 'does not fire where the next life grows forty times as fast',
      give: [FIRST_DAY, ['checkout-1', 1, 200]],
      want: false,
      figures: { lives: 2, restarts: 1 },
    },
    {
      name: 'does not take another instance for the next life',
      give: [FIRST_DAY, ['checkout-1', 1, 200], ['checkout-2', 0, 5]],
      want: false,
      figures: { lives: 3, alike: 1, restarts: 1 },
    },
  ])('$name', ({ give, want, figures }) => {
    expect(ruleOn('again-after-restart', give)).toMatchObject({ fired: want, figures })
  })
})

describe('several-processes', () => {
  it.each<Row>([
    {
      name: 'fires where two processes leak',
      give: [FIRST_DAY, ['checkout-2', 0, 5]],
      want: true,
      figures: { processes: 2 },
    },
    {
      name: 'does not fire on two lives of one instance',
      give: [FIRST_DAY, ['checkout-1', 1, 5]],
      want: false,
      figures: { processes: 1 },
    },
  ])('$name', ({ give, want, figures }) => {
    expect(ruleOn('several-processes', give)).toMatchObject({ fired: want, figures })
  })
})

describe('known-cause', () => {
  it.each([
    { name: 'fires on a readLoop under Peek', give: IDLE_READ_LOOP, want: true, figures: { entry: 2 } },
    { name: 'fires on a bare readLoop', give: BUSY_READ_LOOP, want: true, figures: { entry: 1 } },
    { name: 'does not fire on a stack that no entry knows', give: OWN_WORKER, want: false, figures: {} },
  ])('$name', ({ give, want, figures }) => {
    expect(ruleOn('known-cause', [FIRST_DAY], give)).toMatchObject({ fired: want, figures })
  })
})
