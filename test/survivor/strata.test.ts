import { describe, expect, it } from 'vitest'
import { follow } from '#shared/survivor/follow.ts'
import { staysInStack, staysOfOrigin } from '#shared/survivor/life-stays.ts'
import type { Observation } from '#shared/survivor/observation.ts'
import { processesIn } from '#shared/survivor/same-process.ts'
import { type Strata, strataOf } from '#shared/survivor/strata.ts'
import { survivorsOf } from '#shared/survivor/survivors.ts'
import { constant, everyHours, exponential, forEver, type Kind, STACK, watched } from './population.ts'

const KINDS: Kind[] = [
  { rate: constant(1), life: forEver },
  { rate: constant(20), life: exponential(2) },
]

const strata = (observations: readonly Observation[]): Strata => {
  const [life] = staysInStack(processesIn(observations).map(follow), STACK)
  if (life === undefined) throw new Error('no process')
  return strataOf(life.times, [life])
}
const countIn = (observation: Observation | undefined): number =>
  observation?.stacks.find(({ signature }) => signature === STACK)?.ids.length ?? 0

describe('strata', () => {
  it('add up to the goroutines of each dump', () => {
    const observations = watched(KINDS, everyHours(3, 20), 1)
    const { times, layers } = strata(observations)
    expect(times).toEqual(observations.map(({ at }) => at))
    for (const [dump, observation] of observations.entries())
      expect(layers.reduce((sum, { alive }) => sum + (alive[dump] ?? 0), 0)).toBe(countIn(observation))
  })

  it('only become thinner once they are laid down, the oldest first', () => {
    const { times, layers } = strata(watched(KINDS, everyHours(3, 20), 1))
    expect(layers[0]?.after).toBeUndefined()
    expect(layers.map(({ until }) => until)).toEqual(times)
    for (const { until, alive } of layers) {
      const laid = times.indexOf(until)
      expect(alive.slice(0, laid).every((count) => count === 0)).toBe(true)
      const since = alive.slice(laid)
      expect(since).toEqual(since.toSorted((a, b) => b - a))
    }
  })

  it('are few, however many dumps there are, and leave no time out', () => {
    const { times, layers } = strata(watched(KINDS, everyHours(0.5, 100), 1))
    expect(layers.length).toBeLessThanOrEqual(25)
    expect(layers.slice(1).map(({ after }) => after)).toEqual(layers.slice(0, -1).map(({ until }) => until))
    expect(layers.at(-1)?.until).toBe(times.at(-1))
  })

  it('of a process without dumps are none', () => {
    expect(strataOf([], [{ weight: 1, stays: [] }])).toEqual({ times: [], layers: [] })
  })
})

describe('goroutines of one origin', () => {
  it('are followed through stacks and waits that change with each step', () => {
    const step = (observation: Observation, dump: number): Observation => ({
      ...observation,
      stacks: observation.stacks.map((stack) => ({
        ...stack,
        signature: stack.signature === STACK ? `feedfacecafe001${dump % 3}` : stack.signature,
        words: stack.words.map((word) => ((word + dump * 7) % 60_000) + 1),
      })),
    })
    const lives = processesIn(watched(KINDS, everyHours(9, 9), 1)).map((life) => follow(life.map(step)))
    expect(survivorsOf(staysOfOrigin(lives, 0x10001)).word).toBe('stay-and-keep-joining')
    expect(survivorsOf(staysInStack(lives, 'feedfacecafe0010')).word).not.toBe('stay-and-keep-joining')
  })
})
