import { describe, expect, it } from 'vitest'
import { playBattery } from '#bench/verdicts/battery/play-battery.ts'
import { missedGoals } from '#bench/verdicts/gate.ts'
import type { Method } from '#bench/verdicts/method.ts'
import { sameName } from '#bench/verdicts/recorded/name.ts'
import { scoreCase } from '#bench/verdicts/recorded/score.ts'
import { medianOf, rowOf } from '#bench/verdicts/row.ts'

const method = (name: string, answers: Method['answers']): Method => ({ name, source: 'this test', answers })
const ALL = method('flags everything', ({ lives }) =>
  [...(lives[0]?.counts.keys() ?? [])].map((id) => ({ signatures: [id] })),
)
const NONE = method('flags nothing', () => [])
const SAMPLE = { seed: 1, every: 95, rest: 32 }
const HEALTHY = { ...SAMPLE, rest: 0 }

describe('the gate of the battery', () => {
  const outcomes = [...playBattery(SAMPLE, [ALL, NONE]), ...playBattery(HEALTHY, [ALL, NONE])]

  it('stops a method that flags everything', () => {
    const row = rowOf(ALL.name, outcomes)
    expect(row).toMatchObject({ leaking: 10, healthy: 10, recall: 1, wrong: 1, everWrong: 1, beside: 1 })
    expect(row.delay).toBe(0.5)
    expect(missedGoals(row)).toEqual([
      'flags everything reports 100.0 % of the healthy services, more than 1.0 %',
    ])
  })

  it('stops a method that flags nothing', () => {
    const row = rowOf(NONE.name, outcomes)
    expect(row).toMatchObject({ recall: 0, wrong: 0, delay: Number.POSITIVE_INFINITY, rateError: undefined })
    expect(missedGoals(row)).toEqual(['flags nothing finds 0.0 % of the leaks, not 99.0 %'])
  })

  it('stops a run without cases, lets a row through that holds', () => {
    expect(missedGoals(undefined)).toHaveLength(2)
    expect(missedGoals({ ...rowOf(NONE.name, outcomes), recall: 0.99, wrong: 0.01 })).toEqual([])
  })
})

describe('a recorded case', () => {
  const leak = {
    any: ['net/http.(*persistConn).readLoop'],
    cause: '2',
    since: '2026-09-07T00:00:00Z',
    perHour: 20,
  }
  const since = Date.parse(leak.since) + 3_600_000
  const right = { stack: ['bufio.(*Reader).Peek', ...leak.any], perHour: 15, since, cause: '2' }

  it('is right by one frame, with the errors of rate and begin', () => {
    const { leaks, wrong } = scoreCase({ leaks: [leak] }, [right], 10)
    expect(leaks).toEqual([{ found: true, rateError: 0.25, sinceError: 0.1, causeRight: true }])
    expect(wrong).toEqual([])
  })

  it('adds the rates of several reports up', () => {
    const { leaks } = scoreCase({ leaks: [leak] }, [right, { ...right, perHour: 5, cause: '1' }], 10)
    expect(leaks).toMatchObject([{ rateError: 0, causeRight: true }])
  })

  it('is wrong on a stack that is not listed, and misses what nobody reports', () => {
    const other = { stack: ['main.work'] }
    expect(scoreCase({ leaks: [leak] }, [other], 10)).toEqual({
      leaks: [{ found: false, rateError: undefined, sinceError: undefined, causeRight: undefined }],
      wrong: [other],
    })
  })
})

describe('two names', () => {
  it.each([
    ['gopkg.in/yaml%2ev3.parse', 'gopkg.in/yaml.v3.parse', true],
    ['shop/vendor/lib.F', 'lib.F', true],
    ['main.Pool[...].run', 'main.Pool[int].run', true],
    ['main.Pool[int].run', 'main.Pool[string].run', false],
    ['main.run', 'main.runAll', false],
  ])('%s and %s: %s', (frame, listed, expected) => {
    expect(sameName(frame, listed)).toBe(expected)
  })
})

it('the median of an even number of values is the upper one, of none nothing', () => {
  expect(medianOf([4, 1, 3, 2])).toBe(3)
  expect(medianOf([])).toBeUndefined()
})
