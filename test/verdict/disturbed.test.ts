import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LifeSeries } from '#shared/trend/series.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import type { Judgement } from '#shared/verdict/judge/judgement.ts'
import { inputOf, livesFrom, START } from '#test/support/lives.ts'
import { DISTURBANCES, HOURS, momentsOf, PER_HOUR } from './disturbed.ts'
import { OWN_WORKER } from './stacks.ts'

const judged = (lives: readonly LifeSeries[]): Judgement => judge(inputOf(lives, [OWN_WORKER]))
const found = ({ verdicts }: Judgement) => verdicts.map(({ members }) => members.map((one) => one.signature))
const ruleOf = ({ verdicts }: Judgement, id: string) => verdicts[0]?.rules.find((rule) => rule.id === id)

describe.each(DISTURBANCES)('%s', (_, livesWith) => {
  it('hides no leak, nor its rate', () => {
    const judgement = judged(livesWith(true))
    expect(found(judgement)).toEqual([[OWN_WORKER.id]])
    const { perHour = 0 } = judgement.verdicts[0] ?? {}
    expect(Math.abs(perHour - PER_HOUR)).toBeLessThan(0.15 * PER_HOUR)
  })

  it('makes no leak of a healthy program', () => {
    expect(found(judged(livesWith(false)))).toEqual([])
  })
})

describe('lives that follow one another', () => {
  const named = (name: string) => DISTURBANCES.find(([one]) => one === name)?.[1](true) ?? []

  it.each([
    'a rolling restart of all instances each day, with start times',
    'a new name at each restart',
    'a new name at each restart, up before the old one is gone',
    'restarts that nobody tells',
  ])('speak for a leak together: %s', (name) => {
    const judgement = judged(named(name))
    expect(judgement.verdicts).toMatchObject([{ tier: 'probable' }])
    expect(ruleOf(judgement, 'again-after-restart')).toMatchObject({ fired: true, figures: { alike: 3 } })
  })

  it('are told by a release, whose version is that of the first that leaked', () => {
    expect(judged(named('a release in the middle')).verdicts).toMatchObject([{ version: 'v1.4.2' }])
  })

  it('do not speak together where they run side by side', () => {
    const sideBySide = ['checkout-1', 'checkout-2'].flatMap((instance) =>
      livesFrom(momentsOf({ from: 0, to: HOURS }, true), { instance, startedAt: START }),
    )
    expect(ruleOf(judged(sideBySide), 'again-after-restart')).toMatchObject({
      fired: false,
      figures: { alike: 1, restarts: 0 },
    })
  })
})

describe('snapshots', () => {
  it.each([true, false])('may come late, repeated and in any order (leaks: %s)', (leaks) => {
    const moments = momentsOf({ from: 0, to: HOURS }, leaks)
    const inOrder = judged(livesFrom(moments, { startedAt: START }))
    const anyOrder = fc
      .tuple(fc.shuffledSubarray(moments, { minLength: moments.length }), fc.subarray(moments))
      .map(([all, again]) => [...all, ...again])
    fc.assert(
      fc.property(anyOrder, (some) => {
        expect(judged(livesFrom(some, { startedAt: START }))).toEqual(inOrder)
      }),
      { numRuns: 10, endOnFailure: true },
    )
  })
})
