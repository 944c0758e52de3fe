import { describe, expect, it } from 'vitest'
import { makeCase } from '#bench/verdicts/battery/made-case.ts'
import { BACKGROUNDS, type Plan, RATES } from '#bench/verdicts/battery/plan.ts'
import { plansOf } from '#bench/verdicts/battery/plans.ts'
import { STANDING, WORKER } from '#bench/verdicts/battery/stacks.ts'
import { HOUR } from '#shared/time.ts'

const FLAT: Plan = {
  name: 'flat, plain',
  seed: 8,
  background: 'flat',
  variant: 'plain',
  level: 20,
  spanHours: 100,
  stepMinutes: 10,
  weekHour: 3,
  restarts: 0,
  gaps: false,
  leak: undefined,
}
const LEAK = { perHour: 5, begin: 0, pace: 'clock', mixed: false } as const

const livesOf = (plan: Plan) => {
  const made = makeCase(plan)
  return { made, lives: made.inputAt(made.end).lives }
}

describe('the plans of a seed', () => {
  const plans = plansOf(1)

  it('hold 300 healthy and 600 leaking services or more, all backgrounds with all rates', () => {
    const leaking = plans.filter(({ leak }) => leak !== undefined)
    expect(plans.length - leaking.length).toBeGreaterThanOrEqual(300)
    expect(leaking.length).toBeGreaterThanOrEqual(600)
    const pairs = new Set(leaking.map(({ background, leak }) => `${background} ${leak?.perHour}`))
    expect(pairs.size).toBe(BACKGROUNDS.length * RATES.length)
  })

  it('differ from case to case and from seed to seed', () => {
    const seeds = [...plans, ...plansOf(2)].map(({ seed }) => seed)
    expect(new Set(seeds).size).toBe(seeds.length)
  })

  it.each(BACKGROUNDS)('give the same counts again for the same seed: %s', (background) => {
    const plan = plans.find((each) => each.background === background) as Plan
    expect(livesOf(plan).lives).toEqual(livesOf(plan).lives)
    expect(livesOf({ ...plan, seed: plan.seed + 1 }).lives).not.toEqual(livesOf(plan).lives)
  })
})

describe('a made service', () => {
  it('keeps its level where nothing leaks, and what stands stands', () => {
    const { made, lives } = livesOf(FLAT)
    expect(made.truth).toBeUndefined()
    expect(lives).toHaveLength(2)
    const { last } = lives[0]?.counts.get(WORKER.id) ?? { last: new Float64Array() }
    expect(last.reduce((sum, count) => sum + count, 0) / last.length).toBeCloseTo(20, -0.5)
    for (const [{ id }, count] of STANDING)
      expect(new Set(lives[0]?.counts.get(id)?.last)).toEqual(new Set([count]))
  })

  it('that leaks 5 an hour gains 5 an hour in each process, by its label and by its counts', () => {
    const { made, lives } = livesOf({ ...FLAT, leak: LEAK })
    const ends = lives.map(({ counts }) => counts.get(made.truth?.signature ?? '')?.last.at(-1) ?? 0)
    for (const end of ends) expect(Math.abs(end - 3 - 500)).toBeLessThan(5 * Math.sqrt(500))
    expect(made.truth?.perHour).toBeCloseTo(((ends[0] as number) + (ends[1] as number) - 6) / 200, 5)
    expect(made.truth?.since).toBe(made.start)
  })

  it('that leaks late stands still before', () => {
    const { made, lives } = livesOf({ ...FLAT, leak: { ...LEAK, begin: 42 } })
    const [life] = lives
    const row = life?.counts.get(made.truth?.signature ?? '')?.last ?? new Float64Array()
    const before = row.filter((_, i) => (life?.times[i] ?? 0) <= made.start + 42 * HOUR)
    expect(new Set(before)).toEqual(new Set([3]))
    expect(row.at(-1)).toBeGreaterThan(200)
  })

  it('that leaks per request rests at night', () => {
    const plan: Plan = {
      ...FLAT,
      weekHour: 0,
      spanHours: 30,
      leak: { ...LEAK, perHour: 60, pace: 'requests' },
    }
    const made = makeCase(plan)
    const countAt = (hour: number): number =>
      made
        .inputAt(made.start + hour * HOUR)
        .lives[0]?.counts.get(made.truth?.signature ?? '')
        ?.last.at(-1) ?? 0
    expect(countAt(20)).toBeGreaterThan(countAt(12))
    expect(countAt(30)).toBe(countAt(20))
    expect(made.truth?.since).toBeCloseTo(made.start + 7 * HOUR, -6)
  })

  it('that restarts begins again, under a new process id', () => {
    const { made, lives } = livesOf({ ...FLAT, restarts: 2, leak: LEAK })
    expect(new Set(lives.map(({ process }) => process.id)).size).toBe(6)
    for (const { counts } of lives)
      expect(counts.get(made.truth?.signature ?? '')?.last[0]).toBeLessThan(3 + 60)
  })

  it('calls a leak hidden that the swing of its own stack covers', () => {
    const mixed = { ...LEAK, perHour: 0.1, mixed: true }
    expect(livesOf({ ...FLAT, leak: mixed }).made.truth?.hidden).toBe(true)
    expect(livesOf({ ...FLAT, leak: { ...mixed, perHour: 5 } }).made.truth?.hidden).toBe(false)
  })

  it('is seen by the hour before today, by the minute in the open hour', () => {
    const made = makeCase({ ...FLAT, stepMinutes: 1, spanHours: 30 })
    const { times } = made.inputAt(made.start + 25.5 * HOUR).lives[0] ?? { times: [] }
    const gaps = new Set([...times].slice(1).map((at, i) => Math.round((at - (times[i] as number)) / 60_000)))
    expect([...gaps].sort((a, b) => a - b)).toEqual([1, 5, 60])
  })
})
