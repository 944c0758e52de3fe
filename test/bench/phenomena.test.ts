import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomOf } from '#bench/verdicts/battery/random.ts'
import { SERVING } from '#bench/verdicts/battery/stacks.ts'
import { FIT_SEEDS, SEEDS } from '#bench/verdicts/made-cases.ts'
import { PHENOMENA } from '#bench/verdicts/phenomena/all.ts'
import { churning, queueing } from '#bench/verdicts/phenomena/counting.ts'
import { liveKeys, metKeys, requestsToMeet, zipfKeys } from '#bench/verdicts/phenomena/keys.ts'
import { deployed, replaced } from '#bench/verdicts/phenomena/lives.ts'
import { makePhenomenon } from '#bench/verdicts/phenomena/made-phenomenon.ts'
import { type PhenomenonPlan, phenomenonPlansOf } from '#bench/verdicts/phenomena/plans.ts'
import type { Moment } from '#bench/verdicts/phenomena/service.ts'
import { HOUR } from '#shared/time.ts'

const plans = phenomenonPlansOf(1)
const planOf = (name: string, variant: string, some: Partial<PhenomenonPlan> = {}): PhenomenonPlan => ({
  ...(plans.find((plan) => plan.phenomenon.name === name && plan.variant === variant) as PhenomenonPlan),
  ...some,
})
const endOf = (plan: PhenomenonPlan) => {
  const made = makePhenomenon(plan)
  return { made, input: made.inputAt(made.end) }
}
const momentAt = (hour: number, more: Partial<Moment> = {}): Moment => ({
  hour,
  lifeHour: hour,
  elapsed: 1,
  traffic: 1,
  requests: 100,
  ...more,
})

describe('the plans of the phenomena', () => {
  it('have a healthy case for each leaking one, which differs by the leak alone', () => {
    for (const plan of plans.filter(({ leaks }) => leaks))
      expect(plans).toContainEqual({ ...plan, leaks: false })
  })

  it('leave the stack unknown in half of the leaking cases, and watch one instance in half of them', () => {
    const leaking = plans.filter(({ leaks }) => leaks)
    const share = (is: (plan: PhenomenonPlan) => boolean) => leaking.filter(is).length / leaking.length
    expect(share(({ known }) => known)).toBe(0.5)
    expect(share(({ instances }) => instances === 1)).toBe(0.5)
    expect(share(({ known, instances }) => known && instances === 1)).toBe(0.25)
  })

  it('have other seeds to fit on than those that are published', () => {
    const seedsOf = (seeds: readonly number[]) => seeds.flatMap(phenomenonPlansOf).map(({ seed }) => seed)
    const published = new Set(seedsOf(SEEDS))
    expect(seedsOf(FIT_SEEDS).filter((seed) => published.has(seed))).toEqual([])
  })
})

describe.each(PHENOMENA.flatMap(({ name, variants }) => variants.map((variant) => [name, variant])))(
  '%s, %s',
  (name, variant) => {
    const plan = planOf(name as string, variant as string)

    it('gives the same counts for the same plan, others for another seed', () => {
      expect(endOf(plan).input.lives).toEqual(endOf(plan).input.lives)
      expect(endOf({ ...plan, seed: plan.seed + 1 }).input.lives).not.toEqual(endOf(plan).input.lives)
    })

    it('has times that rise, in lives that begin before them', () => {
      for (const { times, process } of endOf(plan).input.lives) {
        expect([...times]).toEqual([...times].sort((a, b) => a - b))
        expect(times[0]).toBeGreaterThanOrEqual(process.startedAt ?? Number.NaN)
      }
    })
  },
)

const leakingVariants = plans
  .filter(({ leaks }) => leaks)
  .map(({ phenomenon, variant }) => [phenomenon.name, variant] as const)

it.each([...new Map(leakingVariants.map((one) => [one.join(), one])).values()])(
  '%s, %s has twins whose healthy goroutines are the same',
  (name, variant) => {
    const [healthy, leaking] = [false, true].map((leaks) => endOf(planOf(name, variant, { leaks })))
    const leak = leaking?.made.truth
    expect(leak?.perHour).toBeGreaterThan(0)
    expect(healthy?.made.truth).toBeUndefined()
    for (const [i, life] of (healthy?.input.lives ?? []).entries())
      for (const [id, row] of life.counts)
        if (id !== leak?.signature) expect(leaking?.input.lives[i]?.counts.get(id)).toEqual(row)
  },
)

describe('a made phenomenon', () => {
  it('calls a leak below the swing of its stack hidden, and asks for no other', () => {
    const hidden = plans.filter(({ leaks }) => leaks).filter((plan) => makePhenomenon(plan).truth?.hidden)
    expect(new Set(hidden.map(({ phenomenon }) => phenomenon.name))).toEqual(
      new Set(['smaller than the swing']),
    )
  }, 60_000)

  it('shows a snapshot when it was taken, whatever its clock says', () => {
    const made = makePhenomenon(planOf('clocks that differ', 'by three hours', { instances: 2 }))
    const at = made.start + 12 * HOUR
    const lasts = made.inputAt(at).lives.map(({ times }) => (times.at(-1) ?? 0) - at)
    expect(Math.min(...lasts)).toBeLessThan(-2.5 * HOUR)
    expect(Math.max(...lasts)).toBeLessThan(0.1 * HOUR)
    expect(Math.max(...lasts)).toBeGreaterThan(-0.5 * HOUR)
  })

  it('serves connections in every process', () => {
    for (const { counts } of endOf(planOf('autoscaling', 'pool')).input.lives)
      expect(counts.has(SERVING.id)).toBe(true)
  })
})

describe('keys', () => {
  const keys = fc.record({
    number: fc.integer({ min: 1, max: 400 }),
    exponent: fc.double({ min: 0, max: 1.5, noNaN: true }),
  })

  it('share the requests among them, the first most', () => {
    fc.assert(
      fc.property(keys, ({ number, exponent }) => {
        const { shares } = zipfKeys(number, exponent)
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9)
        expect(shares).toEqual([...shares].sort((a, b) => b - a))
      }),
    )
  })

  it('are met once each: never fewer, never more than there are, and as many as expected', () => {
    const all = zipfKeys(200, 1)
    const requests = requestsToMeet(all, 0.8)
    const ends = Array.from({ length: 30 }, (_, seed) => {
      const met = metKeys(all, randomOf(seed))
      const counts = Array.from({ length: 50 }, (__, hour) =>
        met(momentAt(hour, { requests: requests / 50 })),
      )
      expect(counts).toEqual([...counts].sort((a, b) => a - b))
      return counts.at(-1) ?? 0
    })
    const mean = ends.reduce((sum, end) => sum + end, 0) / ends.length
    expect(mean / 200).toBeCloseTo(0.8, 1)
    expect(Math.max(...ends)).toBeLessThanOrEqual(200)
  })

  it('leave a cache once nobody asks for them', () => {
    const live = liveKeys(zipfKeys(50, 0), 3, randomOf(1))
    expect(live(momentAt(0, { requests: 10_000 }))).toBe(50)
    expect(live(momentAt(2, { requests: 0 }))).toBe(50)
    expect(live(momentAt(3, { requests: 0 }))).toBe(0)
  })
})

describe('lives', () => {
  it('of a deployment follow one another, one for each instance and release', () => {
    const lives = deployed(2, 30, [
      { at: 0, version: 'v1' },
      { at: 12, version: 'v2' },
      { at: 24, version: 'v3' },
    ])
    expect(lives).toHaveLength(6)
    expect(new Set(lives.map(({ instance }) => instance)).size).toBe(6)
    for (const hour of [0, 11, 13, 23, 29])
      expect(lives.filter(({ from, to }) => from <= hour && hour < to)).toHaveLength(2)
  })

  it('of spot instances are as long as said, but for the last', () => {
    const lives = replaced(3, 48, [1, 8], randomOf(4))
    for (const { from, to } of lives) {
      expect(to - from).toBeLessThanOrEqual(8)
      if (to < 48) expect(to - from).toBeGreaterThanOrEqual(1)
    }
  })
})

describe('goroutines that come and go', () => {
  it('stand around what is wanted', () => {
    const count = churning(2, () => 100, randomOf(3))
    const counts = Array.from({ length: 500 }, (_, hour) => count(momentAt(hour)))
    expect(counts.reduce((sum, one) => sum + one, 0) / 500).toBeCloseTo(100, -1)
    expect(new Set(counts).size).toBeGreaterThan(10)
  })

  it('wait while more come than are served, and no longer', () => {
    const count = queueing(
      (hour) => (hour < 10 ? 50 : 0),
      () => 10,
      randomOf(5),
    )
    const counts = Array.from({ length: 100 }, (_, hour) => count(momentAt(hour)))
    expect(counts[9]).toBeGreaterThan(300)
    expect(counts.at(-1)).toBe(0)
  })
})
