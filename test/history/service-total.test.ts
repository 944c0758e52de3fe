import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gapsIn, restartsOf, totalOf, versionsOf } from '#shared/history/service-total.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { lifeOf, START } from '#test/support/lives.ts'

const STEP = 30 * MINUTE
const totals = (lives: Parameters<typeof totalOf>[0]) =>
  totalOf(lives, HOUR).map(({ goroutines, processes }) => [goroutines, processes])

describe('totalOf', () => {
  it('adds up what the last snapshot of each instance in a step has', () => {
    const one = lifeOf({ leak: [1, 2, 3, 4], pool: [10, 10, 10, 10] }, { step: STEP })
    const other = lifeOf({ pool: [5, 6, 7, 8] }, { step: STEP, instance: 'checkout-2' })
    expect(totals([one, other])).toEqual([
      [12 + 6, 2],
      [14 + 8, 2],
    ])
  })

  it('counts an instance once where it was restarted within a step', () => {
    const before = lifeOf({ leak: [900, 950] }, { step: 10 * MINUTE })
    const after = lifeOf({ leak: [3] }, { from: START + 40 * MINUTE })
    expect(totals([before, after])).toEqual([[3, 1]])
    expect(totals([after, before])).toEqual([[3, 1]])
  })

  it('does not zigzag where processes send each 96 minutes: each holds its last count until it is overdue', () => {
    const every96 = (instance: string, offset: number, n: number) =>
      lifeOf(
        { pool: Array.from({ length: 60 }, () => n) },
        { instance, from: START + offset * MINUTE, step: 96 * MINUTE },
      )
    const lives = [every96('edge-1', 0, 50), every96('edge-2', 30, 50), every96('edge-3', 55, 60)]
    const points = totalOf(lives, HOUR)
    expect(points.length).toBeGreaterThan(80)
    expect(new Set(points.map(({ goroutines }) => goroutines))).toEqual(new Set([160]))
    expect(gapsIn(lives, HOUR)).toEqual([])
  })

  it('counts a process no more once it is overdue', () => {
    const dead = lifeOf({ leak: Array.from({ length: 12 }, () => 819) }, { instance: 'old' })
    const alive = lifeOf({ leak: Array.from({ length: 60 }, () => 5) }, { instance: 'new' })
    expect(totals([dead, alive])).toEqual([[824, 2], [824, 2], ...Array.from({ length: 8 }, () => [5, 1])])
  })

  it('has no point where nobody was heard of', () => {
    const life = lifeOf({ pool: [1, 2] }, { at: [START, START + 5 * HOUR] })
    expect(totalOf([life], HOUR).map(({ at }) => at)).toEqual([START, START + 5 * HOUR])
    expect(totalOf([], HOUR)).toEqual([])
  })

  it('adds up 10,000 processes', () => {
    const lives = Array.from({ length: 10_000 }, (_, i) =>
      lifeOf({ pool: [1, 2, 3] }, { step: HOUR, instance: `pod-${i}` }),
    )
    expect(totals(lives)).toEqual([1, 2, 3].map((each) => [each * 10_000, 10_000]))
  })

  it('is the same in whatever order the lives come, and never more than all of them have', () => {
    const anyLife = fc
      .record({
        instance: fc.constantFrom('a', 'b', 'c'),
        from: fc.integer({ min: 0, max: 9 }).map((hours) => START + hours * HOUR),
        counts: fc.array(fc.nat({ max: 50 }), { minLength: 1, maxLength: 12 }),
      })
      .map(({ counts, ...facts }) => lifeOf({ leak: counts }, facts))
    fc.assert(
      fc.property(
        fc.uniqueArray(anyLife, { maxLength: 6, selector: ({ process }) => process.id }),
        (lives) => {
          const points = totalOf(lives, HOUR)
          const reversed = totalOf(lives.toReversed(), HOUR)
          expect(reversed.map(({ at, processes }) => [at, processes])).toEqual(
            points.map(({ at, processes }) => [at, processes]),
          )
          const instances = new Set(lives.map(({ process }) => process.instance))
          for (const { goroutines, processes } of points) {
            expect(processes).toBeLessThanOrEqual(instances.size)
            expect(goroutines).toBeLessThanOrEqual(50 * processes)
          }
        },
      ),
    )
  })
})

describe('what stands beside the total', () => {
  const old = lifeOf({ pool: [1, 1] }, { step: HOUR, version: 'v1' })
  const restarted = lifeOf({ pool: [1, 1] }, { step: HOUR, from: START + 4 * HOUR, version: 'v2' })
  const beside = lifeOf({ pool: [1] }, { from: START + 4 * HOUR, version: 'v2', instance: 'checkout-2' })
  const lives = [restarted, old, beside]

  it('is each release with its time and instances, the newest first', () => {
    expect(versionsOf(lives)).toEqual([
      { version: 'v2', firstSeen: START + 4 * HOUR, lastSeen: START + 5 * HOUR, processes: 2 },
      { version: 'v1', firstSeen: START, lastSeen: START + HOUR, processes: 1 },
    ])
  })

  it('is each life after the first of an instance', () => {
    expect(restartsOf(lives)).toEqual([{ at: START + 4 * HOUR, instance: 'checkout-1', version: 'v2' }])
  })

  it('is each time without a snapshot', () => {
    expect(gapsIn(lives, HOUR)).toEqual([{ from: START + HOUR, to: START + 4 * HOUR }])
    expect(gapsIn([old], HOUR)).toEqual([])
  })
})
