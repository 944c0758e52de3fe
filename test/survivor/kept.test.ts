import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coarser, keptObservations } from '#shared/survivor/kept.ts'
import type { Observation } from '#shared/survivor/observation.ts'
import { MINUTE, SECOND } from '#shared/time.ts'
import { STACK, START } from './population.ts'

const observation = (second: number, ids: readonly number[] = [1]): Observation => ({
  at: START + second * SECOND,
  isCut: false,
  newest: ids.at(-1) ?? 0,
  stacks: [
    {
      signature: STACK,
      level: 0,
      ids,
      words: ids.map(() => 7),
      origins: ids.map(() => 5),
      places: undefined,
    },
  ],
})
const seconds = (most: number) => fc.array(fc.nat(1_000_000), { maxLength: most, size: 'max' })
const timesOf = (all: readonly Observation[]): number[] => all.map(({ at }) => at)

describe('observations that are kept', () => {
  it('are all where they are few, in time order, each once, in whatever parts and order they come', () => {
    fc.assert(
      fc.property(seconds(32), fc.nat(32), (all, cut) => {
        const whole = keptObservations(all.map((second) => observation(second)))
        const part = keptObservations(all.slice(0, cut).map((second) => observation(second)))
        expect(timesOf(whole)).toEqual(
          [...new Set(all)].sort((a, b) => a - b).map((second) => START + second * SECOND),
        )
        expect(keptObservations([...all.slice(cut).map((second) => observation(second)), ...part])).toEqual(
          whole,
        )
      }),
    )
  })

  it('are no more than 32, the first and the newest among them, and stay when they are met again', () => {
    fc.assert(
      fc.property(seconds(300), (all) => {
        const observations = all.map((second) => observation(second))
        const kept = keptObservations(observations)
        expect(kept.length).toBeLessThanOrEqual(32)
        expect(Math.min(...timesOf(kept))).toBe(Math.min(...timesOf(observations)))
        expect(Math.max(...timesOf(kept))).toBe(Math.max(...timesOf(observations)))
        expect(keptObservations(kept)).toEqual(kept)
      }),
    )
  })

  it('are spread over all of the time, be they ten a minute', () => {
    const hours = 24 * 60
    const kept = timesOf(keptObservations(Array.from({ length: hours * 10 }, (_, i) => observation(i * 6))))
    const gaps = kept.slice(1).map((at, i) => at - (kept[i] ?? 0))
    // Half as many as may be kept, at the least, evenly.
    expect(kept.length).toBeGreaterThanOrEqual(16)
    expect(Math.max(...gaps)).toBeLessThanOrEqual((hours / 15) * MINUTE)
  })

  it('of one second are one: that which shows more', () => {
    const [kept, ...more] = keptObservations([
      observation(5, [1]),
      observation(5, [1, 2]),
      observation(5, [2]),
    ])
    expect(more).toEqual([])
    expect(kept?.stacks[0]?.ids).toEqual([1, 2])
  })

  it('become coarser by halves, the same individuals in each', () => {
    const ids = Array.from({ length: 400 }, (_, i) => i + 1)
    const [first, second] = coarser([observation(1, ids), observation(2, ids.slice(100))])
    expect(first?.stacks[0]?.level).toBe(1)
    expect(second?.stacks[0]?.level).toBe(1)
    expect(first?.stacks[0]?.ids.filter((id) => id > 100)).toEqual(second?.stacks[0]?.ids)
  })
})
