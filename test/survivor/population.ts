/** Processes whose goroutines live by a law, seen in dumps. */

import { follow } from '#shared/survivor/follow.ts'
import { staysInStack } from '#shared/survivor/life-stays.ts'
import type { Observation, ObservedStack } from '#shared/survivor/observation.ts'
import { processesIn } from '#shared/survivor/same-process.ts'
import { type Survivors, survivorsOf } from '#shared/survivor/survivors.ts'
import { HOUR } from '#shared/time.ts'

export const START = Date.parse('2026-10-05T00:00:00Z')
export const STACK = 'feedfacecafe0001'

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Hours that a goroutine lives. */
export type Lifetime = (random: () => number) => number

export const exponential =
  (mean: number): Lifetime =>
  (random) =>
    -mean * Math.log(1 - random())
export const pareto =
  (least: number, exponent: number): Lifetime =>
  (random) =>
    least / (1 - random()) ** (1 / exponent)
export const fixed =
  (hours: number): Lifetime =>
  () =>
    hours
export const forEver: Lifetime = () => Number.POSITIVE_INFINITY

/** Goroutines of one kind. */
export interface Kind {
  /** Starts an hour at an hour of the process. */
  readonly rate: (hour: number) => number
  readonly life: Lifetime
  readonly stack?: string
  readonly origin?: number
}

export const constant = (rate: number) => (): number => rate
/** Between `least` and `most` of the rate, once a day. */
export const daily =
  (rate: number, least: number) =>
  (hour: number): number =>
    rate * (least + (1 - least) * (0.5 - 0.5 * Math.cos((2 * Math.PI * hour) / 24)))
/** Fills up to `ceiling` with this time constant in hours. */
export const filling =
  (ceiling: number, hours: number) =>
  (hour: number): number =>
    (ceiling / hours) * Math.exp(-hour / hours)
export const until =
  (end: number, rate: (hour: number) => number) =>
  (hour: number): number =>
    hour < end ? rate(hour) : 0

/** Goroutines that every process has from its start: of main, of packages. */
const FROM_THE_START = 6

interface Goroutine {
  readonly id: number
  readonly from: number
  readonly to: number
  readonly stack: string
  readonly words: number
  readonly origin: number
}

/** Dumps of one process at these hours of it. */
export function watched(
  kinds: readonly Kind[],
  hours: readonly number[],
  seed: number,
  start = START,
): Observation[] {
  const random = randomOf(seed)
  const end = hours.at(-1) ?? 0
  const step = 0.05
  const born: Omit<Goroutine, 'id'>[] = Array.from({ length: FROM_THE_START }, (_, i) => ({
    from: 0,
    to: Number.POSITIVE_INFINITY,
    stack: 'feedfacecafe0000',
    words: 7 + i,
    origin: 1,
  }))
  for (let hour = 0; hour < end; hour += step)
    for (const { rate, life, stack = STACK, origin = 0x10001 } of kinds) {
      // Poisson arrivals within a step, by their gaps.
      const mean = rate(hour) * step
      const gap = exponential(1)
      for (let at = gap(random); at < mean; at += gap(random)) {
        const from = hour + (step * at) / mean
        born.push({ from, to: from + life(random), stack, words: 1 + Math.floor(random() * 60_000), origin })
      }
    }
  const goroutines = born.sort((a, b) => a.from - b.from).map((one, i) => ({ id: i + 1, ...one }))
  return hours.map((hour) => dumpOf(goroutines, hour, start))
}

function dumpOf(goroutines: readonly Goroutine[], hour: number, start: number): Observation {
  const alive = goroutines.filter(({ from, to }) => from <= hour && hour < to)
  const byStack = Map.groupBy(alive, ({ stack }) => stack)
  return {
    at: Math.round((start + hour * HOUR) / 1000) * 1000,
    isCut: false,
    newest: Math.max(0, ...goroutines.filter(({ from }) => from <= hour).map(({ id }) => id)),
    stacks: [...byStack].map(([signature, of]) => stackOf(signature, of)),
  }
}

const stackOf = (signature: string, of: readonly Goroutine[]): ObservedStack => ({
  signature,
  level: 0,
  ids: of.map(({ id }) => id),
  words: of.map(({ words }) => words),
  origins: of.map(({ origin }) => origin),
  places: undefined,
})

/** `count` times, `every` so many hours. */
export const everyHours = (every: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => (i + 1) * every)

/** What the individuals of `STACK` say, in all processes that were seen. */
export const survivorsIn = (observations: readonly Observation[]): Survivors =>
  survivorsOf(staysInStack(processesIn(observations).map(follow), STACK))
