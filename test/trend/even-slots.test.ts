import { describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import { inEvenSlots } from '#shared/trend/series.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import { inputOf, lifeOf, START, signatureOf } from '#test/support/lives.ts'

const WORK = signatureOf(['main.work'])
const every = (step: number, from: number, to: number): number[] =>
  Array.from({ length: Math.round((to - from) / step) }, (_, i) => from + i * step)

describe('a life of more than a day', () => {
  const at = [...every(HOUR, START, START + DAY), ...every(10 * MINUTE, START + DAY, START + DAY + 4 * HOUR)]

  it('is looked at hour by hour: least, most and last of each', () => {
    const counts = at.map((_, i) => (i < 24 ? 5 : 10 + (i % 6)))
    const { times, counts: rows } = inEvenSlots(lifeOf({ work: counts }, { at }))
    expect(times).toHaveLength(28)
    const work = rows.get('work')
    expect([work?.low[24], work?.high[24], work?.last[24]]).toEqual([10, 15, 15])
    expect(times[24]).toBe(START + DAY + 50 * MINUTE)
  })

  it('does not rise where hours end and minutes begin', () => {
    // An hour keeps its least of six counts that swing by 20, a slot of minutes its only one.
    const counts = at.map((_, i) => (i < 24 ? 180 : 180 + 8 * (i % 6)))
    const { verdicts } = judge(inputOf([lifeOf({ [WORK.id]: counts }, { at })], [WORK]))
    expect(verdicts).toEqual([])
  })
})

it('a life of two hours is looked at as it came', () => {
  const life = lifeOf({ work: [1, 2, 3] }, { at: [START, START + MINUTE, START + 2 * HOUR] })
  expect(inEvenSlots(life)).toBe(life)
})
