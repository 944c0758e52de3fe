import { describe, expect, it } from 'vitest'
import type { ProcessEvidence } from '#shared/trend/evidence.ts'
import { toldByDumps } from '#shared/verdict/corroboration/dumps.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import { inputOf, lifeOf } from '#test/support/lives.ts'
import { dump, evidenceWith, proofs } from '../dumps.ts'
import * as shape from '../shapes.ts'
import { OWN_WORKER } from '../stacks.ts'

const WORKER = OWN_WORKER.id
const told = (evidence: readonly ProcessEvidence[]) => toldByDumps(evidence, WORKER)
const rule = (id: string, evidence: readonly ProcessEvidence[]) =>
  told(evidence).rules.find((each) => each.id === id)

describe('runtime-proof', () => {
  it.each([
    {
      name: 'a number that grows',
      give: [proofs(3, 5, 9)],
      want: true,
      figures: { reads: 3, most: 9, growth: 6 },
    },
    { name: 'a number that fell in between', give: [proofs(5, 2, 6)], want: true, figures: { growth: 4 } },
    { name: 'one of two processes', give: [proofs(4, 4), proofs(4, 8)], want: true, figures: { reads: 4 } },
    {
      name: 'one for each client, constant',
      give: [proofs(7, 7, 7)],
      want: false,
      figures: { most: 7, growth: 0 },
    },
    { name: 'a read that is one off', give: [proofs(7, 6, 7)], want: false, figures: { growth: 1 } },
    { name: 'a number that shrinks', give: [proofs(9, 7, 3)], want: false, figures: { growth: 0 } },
    { name: 'one read', give: [proofs(600)], want: false, figures: { reads: 1 } },
    {
      name: 'one read in each of two processes',
      give: [proofs(3), proofs(600)],
      want: false,
      figures: { growth: 0 },
    },
    { name: 'leaks of another stack', give: [proofs(0, 0)], want: false, figures: { reads: 2, most: 0 } },
    { name: 'no leak profile', give: [[]], want: false, figures: { reads: 0 } },
  ])('says of $name: $want', ({ give, want, figures }) => {
    const evidence = give.map((some) => evidenceWith({ proofs: some }))
    expect(rule('runtime-proof', evidence)).toMatchObject({ fired: want, figures })
    expect(told(evidence).proven).toBe(want)
  })

  it.each([
    { name: 'grows', give: proofs(3, 5, 9), want: 'proven' },
    { name: 'stays', give: proofs(7, 7, 7), want: 'probable' },
  ])('makes a leak of one process $want where the proven number $name', ({ give, want }) => {
    const input = inputOf([lifeOf({ [WORKER]: shape.noisyLeak })], [OWN_WORKER])
    const evidence = [evidenceWith({ proofs: give })]
    expect(judge({ ...input, evidence }).verdicts).toMatchObject([{ tier: want }])
  })

  it('makes no leak of a flat line', () => {
    const input = inputOf([lifeOf({ [WORKER]: shape.flat })], [OWN_WORKER])
    expect(judge({ ...input, evidence: [evidenceWith({ proofs: proofs(3, 5, 9) })] }).verdicts).toEqual([])
  })
})

const STEADY = { count: 6, minutes: [2, 60, 130, 290, 410, 590] }

describe('ages', () => {
  it.each([
    { name: 'steady creation since the start', give: [dump(STEADY, 600)], want: true },
    {
      name: 'waits of one age, from the start',
      give: [dump({ count: 6, minutes: Array(6).fill(600) }, 600)],
      want: false,
    },
    {
      name: 'waits that are short beside the process',
      give: [dump({ count: 6, minutes: [1, 2, 3, 4, 5, 6] }, 600)],
      want: false,
    },
    { name: 'waits of under a minute', give: [dump({ count: 6, minutes: [] }, 600)], want: false },
    {
      name: 'waits of two ages',
      give: [dump({ count: 6, minutes: [300, 300, 300, 300, 600, 600] }, 600)],
      want: false,
    },
    { name: 'no dump', give: [], want: false },
  ])('says of $name: $want', ({ give, want }) => {
    expect(rule('ages', [evidenceWith({ dumps: give })])).toMatchObject({ fired: want })
  })

  it('reads the newest dump, whichever process it is of', () => {
    const before = evidenceWith({ dumps: [dump({ count: 6, minutes: [1, 1] }, 600, 1)] })
    const now = evidenceWith({ dumps: [dump({ count: 6, minutes: [1, 1] }, 600, 2), dump(STEADY, 600, 9)] })
    expect(rule('ages', [before, now])).toMatchObject({ fired: true, figures: { oldest: 590 } })
    expect(rule('ages', [now, before])).toEqual(rule('ages', [before, now]))
  })

  it('make a leak in one process probable', () => {
    const input = inputOf([lifeOf({ [WORKER]: shape.noisyLeak })], [OWN_WORKER])
    const evidence = [evidenceWith({ dumps: [dump(STEADY, 600)] })]
    expect(judge({ ...input, evidence }).verdicts).toMatchObject([{ tier: 'probable' }])
  })
})

describe('the share that has waited', () => {
  it.each([
    {
      name: 'of a ticker loop, which never waits a minute',
      give: [dump({ count: 40, minutes: [] }, 600)],
      want: 0,
    },
    { name: 'of a leak', give: [dump({ count: 8, minutes: [9, 20, 30, 55, 70, 80] }, 600)], want: 0.75 },
    { name: 'of those that all wait', give: [dump({ count: 2, minutes: [9, 9] }, 600)], want: 1 },
    {
      name: 'in the newest dump alone',
      give: [dump({ count: 2, minutes: [] }, 60, 1), dump({ count: 2, minutes: [9] }, 600, 2)],
      want: 0.5,
    },
    { name: 'in a process too young to tell', give: [dump({ count: 40, minutes: [] }, 3)], want: undefined },
    { name: 'without a dump', give: [], want: undefined },
  ])('$name is $want', ({ give, want }) => {
    expect(told([evidenceWith({ dumps: give })]).waited).toBe(want)
  })

  it('is that of all processes', () => {
    const one = evidenceWith({ dumps: [dump({ count: 30, minutes: [] }, 600)] })
    const other = evidenceWith({ dumps: [dump({ count: 10, minutes: Array(10).fill(7) }, 600)] })
    expect(told([one, other]).waited).toBe(0.25)
  })
})
