import { describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import type { Judgement } from '#shared/verdict/judge/judgement.ts'
import type { Quiet } from '#shared/verdict/model/quiet.ts'
import type { Verdict } from '#shared/verdict/model/verdict.ts'
import { counted, inputOf, type LifeFacts, lifeOf, START } from '#test/support/lives.ts'
import * as shape from '../shapes.ts'
import { BUSY_READ_LOOP, IDLE_READ_LOOP, OWN_WORKER, WRITE_LOOP } from '../stacks.ts'

const SIGNATURES = [BUSY_READ_LOOP, IDLE_READ_LOOP, OWN_WORKER, WRITE_LOOP]
const WORKER = OWN_WORKER.id

const worker = (counts: readonly number[], facts?: LifeFacts) => lifeOf({ [WORKER]: counts }, facts)
const judged = (...lives: Parameters<typeof inputOf>[0]): Judgement => judge(inputOf(lives, SIGNATURES))

function onlyVerdict({ verdicts }: Judgement): Verdict {
  expect(verdicts).toHaveLength(1)
  return verdicts[0] as Verdict
}

describe('judge', () => {
  it.each([
    { name: 'one process', give: [worker(shape.noisyLeak)], want: 'probable', fired: [] },
    {
      name: 'two processes',
      give: [worker(shape.noisyLeak), worker(shape.leak, { instance: 'checkout-2' })],
      want: 'probable',
      fired: ['several-processes'],
    },
    {
      name: 'one process and again after its restart',
      give: [worker(shape.noisyLeak), worker(shape.leak, { from: START + 2 * DAY })],
      want: 'probable',
      fired: ['again-after-restart'],
    },
    {
      name: 'one process, of a cause that is known',
      give: [lifeOf({ [IDLE_READ_LOOP.id]: shape.noisyLeak })],
      want: 'probable',
      fired: ['known-cause'],
    },
  ])('calls a leak of 5 an hour in $name $want', ({ give, want, fired }) => {
    const { tier, rules, members, processes, lives } = onlyVerdict(judged(...give))
    expect(tier).toBe(want)
    const corroboration = ['again-after-restart', 'several-processes', 'known-cause']
    expect(rules.filter((rule) => rule.fired && corroboration.includes(rule.id)).map(({ id }) => id)).toEqual(
      fired,
    )
    expect(members[0].rate.perHour).toBeCloseTo(5, 1)
    expect(processes.growing).toBe(new Set(give.map(({ process }) => process.instance)).size)
    expect(lives.growing).toBe(give.length)
  })

  it.each<{ name: string; give: number[]; want: Quiet; why: RegExp }>([
    { name: 'a flat line', give: shape.flat, want: 'stable', why: /^between 39 and 41 in 47 h$/ },
    {
      name: 'a daily wave of 50',
      give: shape.dailyWave,
      want: 'stable',
      why: /^low water 14 → 14 in 47 h, peak 62$/,
    },
    {
      name: 'a spike that drains',
      give: shape.spikeAndDrain,
      want: 'stable',
      why: /^low water 40 → 40 in 47 h, peak 3000$/,
    },
    {
      name: 'a step of a pool resize',
      give: shape.poolResize,
      want: 'plateaued',
      why: /^the last quarter grew at 0 % of the pace of the whole life; threshold: more than 30 %$/,
    },
    {
      name: 'a warm-up that levels',
      give: shape.warmUpThatLevels,
      want: 'plateaued',
      why: /^the last quarter grew at 0 % of the pace of the whole life; threshold: more than 30 %$/,
    },
    {
      name: 'a leak of 20 points',
      give: counted(20 / 6, (hour) => 20 + 30 * hour),
      want: 'insufficient',
      why: /^low water 22\.5 → 112\.5 in 20 of 24 points; can be judged in 40 min at this pace$/,
    },
    {
      name: 'a rise of four points',
      give: [3, 5, 7, 9],
      want: 'insufficient',
      why: /^low water 3 → 9 in 4 of 24 points; can be judged in 3 h at this pace$/,
    },
  ])('calls $name $want', ({ give, want, why }) => {
    const { verdicts, others } = judged(worker(give))
    expect(verdicts).toEqual([])
    expect(others).toMatchObject([{ signature: WORKER, stack: OWN_WORKER.frames, verdict: want }])
    expect(others[0]?.why).toMatch(why)
  })

  it('dates a leak that begins at 42 % of the span within 5 % of it, and takes its rate from there', () => {
    const { since, perHour } = onlyVerdict(judged(worker(shape.lateLeak)))
    const begins = START + shape.BEGINS * shape.HOURS * HOUR
    expect(Math.abs(since - begins)).toBeLessThanOrEqual(0.05 * shape.HOURS * HOUR)
    expect(Math.abs(perHour - 5) / 5).toBeLessThanOrEqual(0.15)
  })

  it('dates a leak that is there from the first count on by the start of its process', () => {
    const startedAt = START - 7 * MINUTE
    const { since, version } = onlyVerdict(judged(worker(shape.leak, { startedAt, version: 'v1.4.2' })))
    expect({ since, version }).toEqual({ since: startedAt, version: 'v1.4.2' })
  })

  it('counts what is there now: nothing of a life that has ended', () => {
    const fixed = lifeOf({ other: counted(6, () => 3) }, { from: START + 2 * DAY })
    const { members, lives } = onlyVerdict(judged(worker(shape.leak), fixed))
    expect({ count: members[0].count, lives }).toEqual({ count: 0, lives: { growing: 1, of: 1 } })
  })

  it('does not call a life of three counts stable, where another was too short as well', () => {
    const rising = worker(counted(3, (hour) => 20 + 30 * hour))
    const flat = worker([20, 20, 20], { from: START + DAY })
    expect(judged(rising, flat).others).toMatchObject([
      { verdict: 'insufficient', why: expect.stringContaining('18 of 24 points') },
    ])
  })
})
