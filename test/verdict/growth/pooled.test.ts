import { describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import { assessGrowth } from '#shared/verdict/growth/ask.ts'
import { growingTogether } from '#shared/verdict/growth/pooled.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import { signatureLife } from '#shared/verdict/life/signature-life.ts'
import { counted, countsOf, inputOf, lifeOf, START } from '#test/support/lives.ts'
import { OWN_WORKER } from '../stacks.ts'

const LIFE_HOURS = 4
const LIVES = 12

type LifeShape = (hour: number, life: number) => number

/** Lives of four hours, one after the other, a count each ten minutes. */
const livesWith = (countAt: LifeShape, many = LIVES) =>
  Array.from({ length: many }, (_, life) =>
    lifeOf(
      { [OWN_WORKER.id]: counted(LIFE_HOURS, (hour) => countAt(hour, life)) },
      { from: START + life * (LIFE_HOURS * HOUR + 10 * MINUTE) },
    ),
  )

const together = (countAt: LifeShape, many?: number) =>
  growingTogether(
    livesWith(countAt, many).map((series) => {
      const counts = series.counts.get(OWN_WORKER.id) ?? countsOf([])
      return assessGrowth(signatureLife(series, OWN_WORKER.id, counts))
    }),
  )

/** Between 1 and 14 goroutines in each life. */
const leak: LifeShape = (hour, life) => 3.5 + ((1 + ((life * 5) % 14)) * hour) / LIFE_HOURS
const warmUp: LifeShape = (hour, life) => 3 + (4 + (life % 9)) * Math.min(1, hour / 1.5)
const wave: LifeShape = (hour) => 10 + 8 * Math.sin((2 * Math.PI * hour) / LIFE_HOURS)

describe('lives that no one grows in', () => {
  it('grow together, with 1 to 14 goroutines each, and three times as many are told the more surely', () => {
    const { verdicts } = judge(inputOf(livesWith(leak), [OWN_WORKER]))
    expect(verdicts).toMatchObject([{ lives: { of: LIVES }, since: START }])
    const [more] = judge(inputOf(livesWith(leak, 3 * LIVES), [OWN_WORKER])).verdicts
    expect(more?.tier).toBe('probable')
    expect(more?.probability).toBeGreaterThan(verdicts[0]?.probability ?? 1)
    expect(verdicts[0]?.lives.growing).toBeGreaterThanOrEqual(LIVES - 2)
    expect(verdicts[0]?.perHour).toBeGreaterThan(1)
    expect(verdicts[0]?.perHour).toBeLessThan(3)
  })

  it('are each too little to be called a leak', () => {
    for (const series of livesWith((hour, life) => Math.min(12, leak(hour, life)))) {
      const { verdicts } = judge(inputOf([series], [OWN_WORKER]))
      expect(verdicts).toEqual([])
    }
  })

  it.each<{ name: string; give: LifeShape; many?: number }>([
    { name: 'warm-ups that fill in the first half of each life', give: warmUp },
    { name: 'flat lives', give: () => 7 },
    { name: 'lives with a wave each', give: wave },
    { name: 'lives of which one alone leaks', give: (hour, life) => 5 + (life === 4 ? 3 * hour : 0) },
    { name: 'lives that fall', give: (hour) => 30 - 3 * hour },
    {
      name: 'lives of which two end within a batch',
      give: (hour, life) => 20 + hour / 2 + (life % 6 === 2 && hour > 3 ? 400 : 0),
    },
    { name: 'two lives', give: (hour) => 3.5 + 8 * hour, many: 2 },
    { name: 'a fifth more of hundreds', give: (hour) => 500 + hour },
  ])('do not grow together as $name', ({ give, many }) => {
    expect(together(give, many)).toEqual([])
  })

  it('grow together from the start of each process on, by rules that say how many they are', () => {
    const growing = together(leak)
    for (const { since, life, rules } of growing) {
      expect(since).toBe(life.series.process.startedAt)
      expect(rules.filter(({ fired }) => !fired)).toEqual([])
      expect(rules.find(({ id }) => id === 'monotone')?.figures).toMatchObject({ lives: LIVES })
    }
  })

  it('do not take lives of two points for a say', () => {
    const short = Array.from({ length: LIVES }, (_, i) =>
      lifeOf({ [OWN_WORKER.id]: [1, 12] }, { from: START + i * DAY }),
    )
    expect(judge(inputOf(short, [OWN_WORKER])).verdicts).toEqual([])
  })
})

/** Lives of two hours of which nothing but a slot of each hour is kept: its least and its last count, a few minutes in and at its end. */
const keptByHours = (countAt: LifeShape) =>
  Array.from({ length: LIVES }, (_, life) => {
    const from = START + 2.2 * life * HOUR
    const at = [1, 2].map((hour) => from + hour * HOUR)
    const low = Float64Array.from([0.1, 1.1], (hour) => Math.floor(countAt(hour, life)))
    const last = Float64Array.from([1, 2], (hour) => Math.floor(countAt(hour, life)))
    const series = lifeOf({ [OWN_WORKER.id]: [0, 0] }, { at, startedAt: from })
    return assessGrowth(signatureLife(series, OWN_WORKER.id, { low, high: last, last }))
  })

describe('lives of two slots', () => {
  it.each<{ name: string; give: LifeShape }>([
    { name: 'of a leak', give: (hour) => 3 + 20 * hour },
    { name: 'of a leak that rests in every third of them', give: (hour, life) => 3 + (life % 3) * 20 * hour },
  ])('grow together where they are $name', ({ give }) => {
    expect(growingTogether(keptByHours(give)).length).toBeGreaterThanOrEqual((LIVES * 2) / 3)
  })

  it.each<{ name: string; give: LifeShape }>([
    { name: 'warm-ups', give: (hour) => 3 + 30 * (1 - Math.exp(-hour / 0.3)) },
    { name: 'of which a few are in a batch', give: (hour, life) => 3 + (life % 5 === 0 ? 200 * hour : hour) },
  ])('do not where they are $name', ({ give }) => {
    expect(growingTogether(keptByHours(give))).toEqual([])
  })
})
