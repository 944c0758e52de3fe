import { describe, expect, it } from 'vitest'
import type { ProcessEvidence } from '#shared/trend/evidence.ts'
import { noEvidence } from '#shared/trend/evidence.ts'
import type { Counts } from '#shared/trend/series.ts'
import { toldByDumps } from '#shared/verdict/corroboration/dumps.ts'
import { type Counted, gainsOf } from '#shared/verdict/corroboration/proof.ts'
import { unprovable } from '#shared/verdict/corroboration/unprovable.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import { signatureLife } from '#shared/verdict/life/signature-life.ts'
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

describe('one leak profile', () => {
  const gained = (gain: number, process = evidenceWith({}).process) => ({ gains: new Map([[process, gain]]) })
  const proof = (evidence: readonly ProcessEvidence[], counted: Counted) =>
    toldByDumps(evidence, WORKER, counted).rules.find(({ id }) => id === 'runtime-proof')

  it.each([
    { name: 'lists all that was gained', listed: 60, gain: 60, want: true },
    { name: 'lists half of it', listed: 30, gain: 60, want: true },
    { name: 'lists less than half', listed: 29, gain: 60, want: false },
    { name: 'lists more than was gained: others were there before', listed: 90, gain: 60, want: true },
    { name: 'lists what never grew', listed: 7, gain: 0, want: false },
    { name: 'lists one more, which is jitter', listed: 7, gain: 1, want: false },
    { name: 'lists one, which is jitter', listed: 1, gain: 2, want: false },
    { name: 'does not list it', listed: 0, gain: 60, want: false },
  ])('that $name: $want', ({ listed, gain, want }) => {
    expect(proof([evidenceWith({ proofs: proofs(listed) })], gained(gain))?.fired).toBe(want)
  })

  it('is held against its own process', () => {
    expect(proof([evidenceWith({ proofs: proofs(60) })], gained(60, 'checkout-2@unmarked'))?.fired).toBe(
      false,
    )
  })

  it('counts as the last one says', () => {
    expect(proof([evidenceWith({ proofs: proofs(60, 5) })], gained(60))?.fired).toBe(false)
  })

  it('makes a leak of one process proven', () => {
    const input = inputOf([lifeOf({ [WORKER]: shape.noisyLeak })], [OWN_WORKER])
    const most = Math.max(...shape.noisyLeak)
    const evidence = [evidenceWith({ proofs: proofs(most) })]
    expect(judge({ ...input, evidence }).verdicts).toMatchObject([{ tier: 'proven' }])
  })

  it.each([
    { state: 'sleep', says: 'timer' },
    { state: 'IO wait', says: 'I/O' },
    { state: 'select', says: 'a global, a timer' },
    { state: 'sync.Mutex.Lock', says: 'the lock' },
  ])('that does not list what waits in $state says why', ({ state, says }) => {
    const told = unprovable(new Map([[state, 60]]))
    expect(told).toContain(says)
    const counted = { ...gained(60), unprovable: told }
    expect(proof([evidenceWith({ proofs: proofs(0) })], counted)?.says).toContain(`do not list it: ${told}`)
    expect(proof([evidenceWith({ proofs: proofs(9) })], counted)?.says).not.toContain(told)
    expect(proof([], counted)?.says).toBe('no goroutineleak profile received')
  })

  it('knows no reason where the state is unknown', () => {
    expect(unprovable(undefined)).toBeUndefined()
    expect(unprovable(new Map())).toBeUndefined()
    expect(unprovable(new Map([['select (no cases)', 4]]))).toBeUndefined()
  })

  it('knows the reason of most', () => {
    expect(
      unprovable(
        new Map([
          ['select', 2],
          ['sleep', 9],
        ]),
      ),
    ).toContain('sleeps')
  })
})

describe('what the count gained', () => {
  it('is the most of any life of a process', () => {
    const lives = [
      lifeOf({ [WORKER]: [5, 9, 40] }),
      lifeOf({ [WORKER]: [8, 3, 10] }),
      lifeOf({ [WORKER]: [2, 2, 4] }, { instance: 'checkout-2' }),
    ].map((series) => signatureLife(series, WORKER, series.counts.get(WORKER) as Counts))
    const evidence = lives.map(({ series }) => ({
      ...noEvidence(series.process.id),
      proofs: [{ at: 0, leaked: new Map() }],
    }))
    expect([...gainsOf(lives, evidence).values()]).toEqual([35, 2])
    expect(gainsOf(lives, evidence.slice(2)).size).toBe(1)
    expect(gainsOf(lives, []).size).toBe(0)
  })
})

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

  const young = [1, 20, 30, 40, 59]
  it.each([
    { name: 'under an hour for a message', minutes: young, states: [['chan receive', 6]], want: false },
    {
      name: 'an hour for a message',
      minutes: [1, 20, 30, 40, 60],
      states: [['chan receive', 6]],
      want: true,
    },
    { name: 'under an hour for a lock', minutes: young, states: [['sync.Mutex.Lock', 6]], want: true },
    {
      name: 'under an hour for locks and to send, most of them',
      minutes: young,
      states: [
        ['sync.RWMutex.RLock', 2],
        ['chan send', 2],
        ['select', 2],
      ],
      want: true,
    },
    {
      name: 'under an hour for a lock, half of them',
      minutes: young,
      states: [
        ['semacquire', 3],
        ['select', 3],
      ],
      want: false,
    },
  ] as const)('that are $name speak of a leak: $want', ({ minutes, states, want }) => {
    const newest = dump({ count: 6, minutes, states: new Map(states) }, 60)
    expect(rule('ages', [evidenceWith({ dumps: [newest] })])).toMatchObject({ fired: want })
  })

  it('need five that differ, half of the longest, and younger ones', () => {
    const fired = (minutes: readonly number[], longest: number) =>
      rule('ages', [evidenceWith({ dumps: [dump({ count: 9, minutes }, longest)] })])?.fired
    expect([fired([60, 70, 80, 90, 300], 600), fired([60, 70, 80, 90, 299], 600)]).toEqual([true, false])
    expect(fired([60, 70, 80, 90, 300, 300, 300, 300, 300], 600)).toBe(false)
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
