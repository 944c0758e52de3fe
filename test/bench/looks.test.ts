import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeCase } from '#bench/verdicts/battery/made-case.ts'
import { plansOf } from '#bench/verdicts/battery/plans.ts'
import { missedQuiet } from '#bench/verdicts/gate.ts'
import { delayOf, flipsOf, lookTimes } from '#bench/verdicts/looks.ts'
import { type Method, reported } from '#bench/verdicts/method.ts'
import { playCase } from '#bench/verdicts/play.ts'
import { inputOfCase, inputUntil } from '#bench/verdicts/recorded/lives.ts'
import { recordedOutcome } from '#bench/verdicts/recorded/outcome.ts'
import { recordedRow } from '#bench/verdicts/recorded/row.ts'
import { rowOf } from '#bench/verdicts/row.ts'
import { TIDEMARK } from '#bench/verdicts/tidemark.ts'
import { readCase } from '#cli/case/case.ts'
import { judgeCase } from '#cli/case/judge-case.ts'
import { HOUR } from '#shared/time.ts'

const plans = plansOf(1)
const healthy = makeCase(plans.find(({ leak }) => leak === undefined) as (typeof plans)[number])
const leaking = makeCase(plans.find(({ leak }) => leak?.perHour === 60) as (typeof plans)[number])

/** Says what it is told to say at its first, second … look. */
function script(looks: readonly (readonly string[])[]): Method {
  let next = 0
  return {
    name: 'script',
    source: 'this test',
    answers: () => (looks[next++ % looks.length] ?? []).map((id) => ({ signatures: [id] })),
  }
}

describe('flips', () => {
  it('count what comes back after it had gone, not what begins or ends', () => {
    expect(flipsOf([])).toBe(0)
    expect(flipsOf([false, true, true, false])).toBe(0)
    expect(flipsOf([true, false, true, false, false, true])).toBe(2)
  })

  it('are fewer than half of the looks, and none where the reports end or begin once', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean()), fc.nat(9), fc.nat(9), (reports, off, on) => {
        expect(flipsOf(reports)).toBeLessThanOrEqual(Math.floor(reports.length / 2))
        expect(flipsOf([...Array(off).fill(false), ...Array(on).fill(true), ...Array(off).fill(false)])).toBe(
          0,
        )
      }),
    )
  })
})

it('the times of looks rise from the begin on, and the end is the last', () => {
  fc.assert(
    fc.property(fc.nat(400 * HOUR), (span) => {
      const times = lookTimes(1000, 1000 + span)
      expect(times).toEqual([...new Set(times)].sort((a, b) => a - b))
      expect(times.at(-1)).toBe(1000 + span)
      expect(times[0]).toBeGreaterThanOrEqual(1000)
    }),
  )
})

it('a leak is delayed until the first look that finds it', () => {
  const looks = [1, 2, 3].map((hours) => ({ hours, found: hours > 1 }))
  expect(delayOf(looks)).toBe(2)
  expect(delayOf([])).toBeUndefined()
})

describe('a made case', () => {
  it('is looked at along the way and at its end; each look with a report is counted', () => {
    const [quiet] = playCase(healthy, [script([[]])])
    const [loud] = playCase(healthy, [script([['anything'], []])])
    expect(quiet).toMatchObject({ wrongLooks: 0, everWrong: false, flips: 0 })
    expect(loud?.looks).toBe(quiet?.looks)
    expect(loud?.wrongLooks).toBe(Math.ceil((loud?.looks ?? 0) / 2))
    expect(loud?.flips).toBe((loud?.wrongLooks ?? 0) - 1)
    expect(
      rowOf(
        'script',
        [quiet, loud].flatMap((one) => one ?? []),
      ),
    ).toMatchObject({
      healthy: 2,
      wrongLooks: (loud?.wrongLooks ?? 0) / (2 * (loud?.looks ?? 1)),
    })
  })

  it('does not count what is only to be looked at, but keeps its probability and whether it was true', () => {
    const opinion = (id: string, probability: number): Method => ({
      name: 'quiet',
      source: 'this test',
      answers: () => [{ signatures: [id], quiet: true, probability }],
    })
    const [right] = playCase(leaking, [opinion(leaking.truth?.signature ?? '', 0.7)])
    const [wrong] = playCase(leaking, [opinion('another', 0.2)])
    expect(right).toMatchObject({ found: false, wrong: false, delay: undefined })
    expect(right?.opinions).toHaveLength(right?.looks ?? 0)
    expect(new Set(right?.opinions.map(({ leaks }) => leaks))).toEqual(new Set([true]))
    expect(wrong?.opinions[0]).toEqual({ probability: 0.2, leaks: false })
  })
})

describe('a method that remembers what it said', () => {
  it('begins anew with each case', () => {
    const counting: Method = {
      name: 'counting',
      source: 'this test',
      answers: () => [],
      begin: () => {
        let looks = 0
        return () => (looks++ === 0 ? [{ signatures: ['first'] }] : [])
      },
    }
    for (const made of [healthy, healthy])
      expect(playCase(made, [counting])).toMatchObject([{ wrongLooks: 1, everWrong: true }])
  })

  it('is Tidemark, which keeps what it told until its probability is clearly lower', () => {
    const mixed = makeCase(plans.find(({ leak }) => leak?.mixed === true) as (typeof plans)[number])
    const remembering = TIDEMARK.begin?.() ?? TIDEMARK.answers
    for (const at of lookTimes(mixed.truth?.since ?? 0, mixed.end)) {
      const input = mixed.inputAt(at)
      const told = reported(remembering(input)).map(({ signatures }) => signatures)
      expect(told).toEqual(
        expect.arrayContaining(reported(TIDEMARK.answers(input)).map((one) => one.signatures)),
      )
    }
  })
})

describe('a recorded case', () => {
  const since = '2026-09-07T00:00:00Z'
  const at = (hours: number): number => Date.parse(since) + hours * HOUR
  const truth = { leaks: [{ any: ['main.leak'], cause: null, since, perHour: 5 }] }
  const known = { name: 'recorded', truth, hours: 10 }
  const on = (stack: string, probability?: number) => ({ stack: [stack], probability })

  it('counts a find from the begin of the leak on', () => {
    const seen = [
      { at: at(-1), reports: [on('main.leak')] },
      { at: at(2), reports: [] },
      { at: at(4), reports: [on('main.leak')] },
    ]
    const { leaks, wrongLooks, looks } = recordedOutcome('any', known, seen)
    expect(leaks).toMatchObject([{ found: true, delay: 4, flips: 1 }])
    expect([wrongLooks, looks]).toEqual([0, 3])
  })

  it('calls an opinion wrong that comes before the leak, or means another stack', () => {
    const { opinions, wrong } = recordedOutcome('any', known, [
      { at: at(-1), reports: [on('main.leak', 0.9)] },
      { at: at(1), reports: [on('main.leak', 0.9), on('main.other', 0.4), on('main.unsaid')] },
    ])
    expect(opinions.map(({ leaks }) => leaks)).toEqual([false, true, false])
    expect(wrong).toHaveLength(2)
  })

  it('gives a row with the share of looks at healthy programs that reported something', () => {
    const without = { name: 'healthy', truth: { leaks: [] }, hours: 10 }
    const outcome = recordedOutcome('any', without, [
      { at: at(1), reports: [on('main.other')] },
      { at: at(2), reports: [] },
    ])
    const row = recordedRow('any', [outcome])
    expect(row).toMatchObject({ healthy: 1, wrong: 0, everWrong: 1, wrongLooks: 0.5, recall: undefined })
    expect(missedQuiet(row, 'two looks')).toEqual([
      'any reports something at 50.0 % of the looks at healthy services of two looks, more than 1.0 %',
    ])
    expect(missedQuiet({ ...row, wrongLooks: 0.01 }, 'two looks')).toEqual([])
  })
})

describe('looks at a whole pipeline', () => {
  const directory = 'test/fixtures/series/geo-lookup'

  it('change nothing of what is judged at the end, and know nothing of what comes later', async () => {
    const input = await inputOfCase(await readCase(directory), directory)
    const times = input.lives.flatMap((life) => [...life.times])
    const [start, end] = [Math.min(...times), Math.max(...times)]
    const middle = start + (end - start) / 2
    const alone = await judgeCase(directory, () => undefined)
    const heard: number[] = []
    const watched = await judgeCase(
      directory,
      () => undefined,
      {},
      {
        times: [start + HOUR / 2, middle],
        see: (judgement, at) => heard.push(judgement.watched.lastHeard - at),
      },
    )
    expect(watched.verdicts).toEqual(alone.verdicts)
    expect(heard).toHaveLength(2)
    for (const ahead of heard) expect(ahead).toBeLessThanOrEqual(0)
  })

  it('are, for the others, the counts up to then', async () => {
    const input = await inputOfCase(await readCase(directory), directory)
    const at = input.lives[0]?.times[3] ?? 0
    const until = inputUntil(input, at)
    expect(until.now).toBe(at)
    expect(until.lives.flatMap(({ times }) => [...times]).every((time) => time <= at)).toBe(true)
    expect(until.lives[0]?.times).toHaveLength(4)
  })
})
