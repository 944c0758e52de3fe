import { describe, expect, it } from 'vitest'
import { DAY, HOUR } from '#shared/time.ts'
import { dailyView } from '#shared/verdict/growth/daily-view.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import { signatureLife } from '#shared/verdict/life/signature-life.ts'
import { counted, countsOf, inputOf, lifeOf, noisy, START } from '#test/support/lives.ts'
import { OWN_WORKER, SERVED_CONNECTION } from '../stacks.ts'

/** 5 at night, 205 by day. */
const wave = (hour: number): number => 105 - 100 * Math.cos((2 * Math.PI * hour) / 24)
const days = (many: number, countAt: (hour: number) => number) => noisy(counted(24 * many, countAt), 31, 2)
const leakUnderWave = (perHour: number) => (hour: number) => wave(hour) + perHour * hour

const judged = (id: string, counts: readonly number[]) =>
  judge(inputOf([lifeOf({ [id]: counts })], [OWN_WORKER, SERVED_CONNECTION]))

describe('a life seen by the ebbs of its days', () => {
  it('shows a leak of 1 an hour under a daily wave of 200 of the same stack', () => {
    const { verdicts } = judged(OWN_WORKER.id, days(6, leakUnderWave(1)))
    expect(verdicts).toMatchObject([{ tier: 'probable' }])
    expect(Math.abs((verdicts[0]?.perHour ?? 0) - 1)).toBeLessThan(0.2)
    expect(verdicts[0]?.since).toBeLessThan(START + DAY)
  })

  it.each([
    { name: 'the wave alone', give: days(6, wave) },
    {
      name: 'a wave that is higher on the last day',
      give: days(6, (hour) => wave(hour) * (hour > 120 ? 2 : 1)),
    },
    { name: 'a wave of a pool that was resized', give: days(6, (hour) => wave(hour) + (hour > 70 ? 80 : 0)) },
  ])('shows no leak in $name', ({ give }) => {
    expect(judged(OWN_WORKER.id, give).verdicts).toEqual([])
  })

  it('is not asked about connections that are served: their nights may grow', () => {
    expect(judged(SERVED_CONNECTION.id, days(6, leakUnderWave(1))).verdicts).toEqual([])
  })

  const viewOf = (counts: readonly number[]) =>
    dailyView(signatureLife(lifeOf({ one: counts }), 'one', countsOf(counts)))

  it('has a point for each day, its least', () => {
    const view = viewOf(days(6, leakUnderWave(1)))
    expect(view?.times).toHaveLength(6)
    const low = [...(view?.counts.low ?? [])]
    for (const [day, ebb] of low.entries()) expect(Math.abs(ebb - 24 * day - 5)).toBeLessThan(7)
  })

  it.each([
    { days: 4, want: undefined },
    { days: 4.4, want: undefined },
    { days: 5, want: 5 },
    { days: 9, want: 9 },
  ])('has $want points of $days days', ({ days: many, want }) => {
    expect(viewOf(days(many, wave))?.times.length).toBe(want)
  })

  it('sees the load by its ebbs too', () => {
    const counts = days(6, wave)
    const served = Float64Array.from(counts)
    const life = signatureLife(lifeOf({ one: counts }, { step: HOUR / 6 }), 'one', countsOf(counts), {
      load: { served },
    })
    expect(dailyView(life)?.load?.served).toEqual(dailyView(life)?.counts.low)
  })
})
