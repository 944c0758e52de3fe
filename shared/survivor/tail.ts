/** Do those that have stayed for long still leave? Asked without a scale of time, so that no lifetime has to be known. */

import { poissonAtMost } from '#shared/statistics/poisson.ts'
import type { LifeStays } from './life-stays.ts'

/** What became of individuals that had stayed for an age. */
export interface Tail {
  /** The age, milliseconds. */
  readonly age: number
  /** Those that left beyond it. */
  readonly left: number
  /** Time that individuals were watched beyond it, milliseconds, added up. */
  readonly watched: number
  /**
   * `left` ÷ (`watched` ÷ `age`). Exponential lifetimes of mean τ give age/τ, a Pareto law its exponent, a fixed time to
   * live more than any bound; a leak gives 0.
   */
  readonly index: number
  /** Chance of so few that left, had the index been `HEALTHY_INDEX`. */
  readonly p: number
}

/**
 * Index below which lifetimes have no mean that one could wait for; a Pareto law has one above 1. Healthy stacks of 18
 * recorded programs had 1.05 and more, leaks 0.04 and less (one, cut short by restarts, 0.31).
 */
const HEALTHY_INDEX = 0.5
/** One healthy stack in a thousand is taken for a leak by chance. */
const TAIL_P = 0.001
/** Highest index of a stack whose old ones do not leave: leaks have 0.04, lifetimes of ten times the age have 0.1. */
const STAYING_INDEX = 0.1
/** As for all, of a part of them that has to agree. */
const PART = { units: 6, p: 0.05 }
/** Ages watched from A to 2A: with that many, none that left has a chance below `TAIL_P`, e^(-14 × 0.5). */
const LEAST_UNITS = 14
/** Cohorts that join must be seen besides growing old: the age asked is at most this share of the watched time. */
const MOST_OF_SPAN = 0.5

/** Whether those beyond the age do not leave, and that is no chance. */
export const isStaying = ({ index, p }: Tail): boolean => index <= STAYING_INDEX && p < TAIL_P

/** Two answers for one stack. */
export interface Tails {
  /** At the highest age with enough watching beyond it. */
  readonly oldest: Tail
  /** The lowest age beyond which all but nobody leaves, whatever higher age is asked; undefined where there is none. */
  readonly settled: number | undefined
}

/**
 * Undefined where nobody was watched for long enough beyond any age. Those whose age is unknown, since the first dump
 * had them, are left out: a pool from the start of the process would speak for others.
 */
export function tailsOf(lives: readonly LifeStays[]): Tails | undefined {
  let oldest: Tail | undefined
  let settled: number | undefined
  for (const tail of fromOldest(lives, LEAST_UNITS)) {
    oldest ??= tail
    if (tail.index > STAYING_INDEX) break
    if (isStaying(tail)) settled = tail.age
  }
  return oldest === undefined ? undefined : { oldest, settled }
}

/** Whether those of a part stay, too, at the highest age that can be asked of so few; undefined where they are fewer. */
export function partStays(lives: readonly LifeStays[]): boolean | undefined {
  const [oldest] = fromOldest(lives, PART.units)
  return oldest === undefined ? undefined : oldest.p < PART.p
}

/** The tail of all that were seen, those of unknown age by the time that they were watched. */
export function tailOfAll(lives: readonly LifeStays[]): Tail | undefined {
  const known = lives.map((life) => ({ ...life, stays: life.stays.map((stay) => ({ ...stay, before: 0 })) }))
  return tailsOf(known)?.oldest
}

/** Tails at ever lower ages. */
function* fromOldest(lives: readonly LifeStays[], leastUnits: number): Generator<Tail> {
  const watched = lives.flatMap(watchedFrom).sort((a, b) => b.age - a.age)
  const most = MOST_OF_SPAN * Math.max(0, ...lives.map(({ times }) => (times.at(-1) ?? 0) - (times[0] ?? 0)))
  let [left, time] = [0, 0]
  for (const [i, one] of watched.entries()) {
    if (one.age <= 0) return
    left += one.left
    time += one.time
    if (watched[i + 1]?.age === one.age || one.age > most || time < leastUnits * one.age) continue
    yield tailAt(one.age, left, time)
  }
}

function tailAt(age: number, left: number, watched: number): Tail {
  const units = watched / age
  return { age, left, watched, index: left / units, p: poissonAtMost(left, HEALTHY_INDEX * units) }
}

/** From one dump to the next: individuals of one age, how long they were watched, how many left. */
interface Watched {
  readonly age: number
  readonly time: number
  readonly left: number
}

function watchedFrom({ times, stays }: LifeStays): Watched[] {
  const at = (dump: number): number => times[dump] ?? 0
  return stays
    .filter(({ before }) => before >= 0)
    .flatMap(({ first, last, goneBy }) => {
      const rows: Watched[] = []
      for (let dump = first; dump < last; dump++)
        rows.push({ age: at(dump) - at(first), time: at(dump + 1) - at(dump), left: 0 })
      // It left at some time between two dumps: in the middle, on average.
      if (goneBy !== undefined)
        rows.push({ age: at(last) - at(first), time: (at(goneBy) - at(last)) / 2, left: 1 })
      return rows
    })
}
