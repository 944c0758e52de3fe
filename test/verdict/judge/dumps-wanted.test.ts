import { describe, expect, it } from 'vitest'
import { HOUR } from '#shared/time.ts'
import type { ProcessEvidence } from '#shared/trend/evidence.ts'
import { dumpsWanted } from '#shared/verdict/judge/dumps-wanted.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import { counted, inputOf, type LifeFacts, lifeOf, noisy, START } from '#test/support/lives.ts'
import { dump, evidenceWith, proofs } from '../dumps.ts'
import * as shape from '../shapes.ts'
import { OWN_WORKER } from '../stacks.ts'

const WORKER = OWN_WORKER.id

/** What is asked after the worker has had these counts, each in a process. */
function wantedOf(
  shapes: readonly (readonly number[])[],
  evidence: readonly ProcessEvidence[] = [],
  facts: LifeFacts = {},
) {
  const lives = shapes.map((counts, i) =>
    lifeOf({ [WORKER]: counts }, { instance: `checkout-${i + 1}`, ...facts }),
  )
  const input = inputOf(lives, [OWN_WORKER])
  return { ...judge({ ...input, evidence }), now: input.now }
}

/** A leak of one an hour among many that come and go every few hours. */
const LEAK_UNDER_LOAD = noisy(
  counted(48, (hour) => hour + 60 + 50 * Math.cos((2 * Math.PI * hour) / 5)),
  7,
  2,
)

describe('a full dump', () => {
  it('is wanted at once of a process that grows, where none has come', () => {
    const { dumps, now } = wantedOf([shape.noisyLeak])
    expect(dumps).toEqual([{ process: 'checkout-1@20260501T000000Z', from: now }])
  })

  it('is wanted of the stack whose ebbs rise among many that come and go', () => {
    const { dumps, verdicts } = wantedOf([LEAK_UNDER_LOAD])
    expect(verdicts).toEqual([])
    expect(dumps).toHaveLength(1)
  })

  it.each([
    { name: 'flat', counts: shape.flat },
    { name: 'a wave that comes back', counts: shape.dailyWave },
    { name: 'a pool that was resized', counts: shape.poolResize },
    { name: 'a warm-up that levelled', counts: shape.warmUpThatLevels },
    { name: 'a spike', counts: shape.spikeAndDrain },
  ])('is not wanted of what is $name', ({ counts }) => {
    expect(wantedOf([counts]).dumps).toEqual([])
  })

  it('is not wanted of what the runtime has proven', () => {
    const proven = [evidenceWith({ proofs: proofs(3, 5, 9) })]
    expect(wantedOf([shape.noisyLeak], proven)).toMatchObject({ verdicts: [{ tier: 'proven' }], dumps: [] })
  })

  it('is not wanted of what is meant to stay', () => {
    const input = inputOf([lifeOf({ [WORKER]: shape.noisyLeak })], [OWN_WORKER])
    const intended = [{ top: OWN_WORKER.frames[0] }]
    expect(judge({ ...input, settings: { ...input.settings, intended } }).dumps).toEqual([])
  })

  it('is wanted again after three hours of a process of two days', () => {
    const evidence = [evidenceWith({ dumps: [dump({ count: 20, minutes: [] }, 600, 40)] })]
    expect(wantedOf([shape.noisyLeak], evidence).dumps).toMatchObject([{ from: START + 43 * HOUR }])
  })

  it('is wanted of two processes of a stack, those first that have sent some', () => {
    const evidence = [
      evidenceWith({
        process: 'checkout-4@20260501T000000Z',
        dumps: [dump({ count: 20, minutes: [] }, 600, 40)],
      }),
    ]
    const { dumps } = wantedOf(Array(5).fill(shape.noisyLeak), evidence)
    expect(dumps.map(({ process }) => process)).toEqual([
      'checkout-4@20260501T000000Z',
      'checkout-1@20260501T000000Z',
    ])
  })

  it('is not wanted of a process that has ended', () => {
    const ended = lifeOf({ [WORKER]: shape.noisyLeak })
    const later = lifeOf({ [WORKER]: [3, 3, 3] }, { from: START + 60 * HOUR })
    const input = inputOf([ended, later], [OWN_WORKER])
    expect(judge(input).verdicts).toHaveLength(1)
    expect(judge(input).dumps).toEqual([])
  })

  it('is wanted of no process of a service without stacks', () => {
    expect(dumpsWanted([], [], { running: [], evidence: [], now: START })).toEqual([])
  })
})
