/** What the individuals of one stack say: who stayed, who came, who left, and whether that is how a leak looks. */

import { HOUR } from '#shared/time.ts'
import type { Stay } from './follow.ts'
import { keepJoining, LEAST_RESIDENTS } from './joins.ts'
import { type LifeStays, onlyOrigin, originsIn } from './life-stays.ts'
import { isStaying, type Tail, tailOfAll, tailsOf } from './tail.ts'

/** In a word, what a stack's individuals do. */
export type SurvivorWord =
  /** Those of some age never leave, and others join them: a leak, or what still fills up (see `neverLeaves`). */
  | 'stay-and-keep-joining'
  /** Old ones leave, too. */
  | 'come-and-go'
  /** Nobody of some age leaves, and nobody joins any more: a pool, a warm-up, tenants. */
  | 'stay-but-stopped-joining'
  /** Nothing can be told yet. */
  | 'too-few-dumps'

/** Figures of one stack, added up over processes. Numbers of individuals are those of the whole process, not of a sample. */
export interface Survivors {
  readonly word: SurvivorWord
  /** Dumps of all processes. */
  readonly dumps: number
  readonly processes: number
  /** Individuals seen in two dumps or more. */
  readonly residents: number
  /** Those that came while the process was watched. */
  readonly joined: number
  /** Those that have left. */
  readonly left: number
  /**
   * Those that came in the first half of the time watched, and how many of them are still there: what a rising count
   * has to be held against, since those that came later may only not have left yet.
   */
  readonly early: { readonly came: number; readonly stayed: number }
  /** Time that individuals were watched, hours, added up. */
  readonly watchedHours: number
  /** Undefined where nobody was watched for long enough beyond any age. */
  readonly tail: Tail | undefined
  /** Whether others join those that stay; undefined where nobody stays, or too few do. */
  readonly keepsJoining: boolean | undefined
  /** All but none has ever left: individuals say no more than counts do, and their course decides. */
  readonly neverLeaves: boolean
  /** The figures are of those goroutines of the stack alone that began and were started in this way (`originOf`). */
  readonly origin: number | undefined
}

/** Dumps of the most watched process from which on its individuals say something. */
export const LEAST_DUMPS = 5
/** Share of all that were seen that may have left where "nobody leaves". */
const NOBODY = 0.05
/**
 * Age below which staying means nothing: idle connections, leases and tokens of the usual libraries live for minutes up
 * to an hour, and a process that is younger than those shows nobody leave.
 */
const LEAST_AGE = HOUR

/** Residents from which on goroutines of one origin are asked by themselves. */
const LEAST_OF_ORIGIN = 10
/** Origins of one stack that are asked: each more is another chance to find one by chance. */
const MOST_ORIGINS = 4

/**
 * What the individuals of a stack say, all together or, where that is no leak, those of one origin: the workers of a pool
 * and others that nobody stops may wait in the same function, started by different ones.
 *
 * @param lives the stack in each of the processes that are pooled
 */
export function survivorsOf(lives: readonly LifeStays[]): Survivors {
  const whole = survivorsIn(lives, undefined)
  if (whole.word === 'stay-and-keep-joining' || whole.neverLeaves) return whole
  const origins = originsIn(lives).slice(0, MOST_ORIGINS)
  if (origins.length < 2) return whole
  const leaking = origins
    .map((origin) => survivorsIn(onlyOrigin(lives, origin), origin))
    .find(({ word, residents }) => word === 'stay-and-keep-joining' && residents >= LEAST_OF_ORIGIN)
  return leaking === undefined ? whole : { ...leaking, neverLeaves: false }
}

function survivorsIn(lives: readonly LifeStays[], origin: number | undefined): Survivors {
  const tails = tailsOf(lives)
  const tail = tails?.oldest ?? (stoppedBefore(lives) ? tailOfAll(lives) : undefined)
  const all = total(lives, () => true)
  const left = total(lives, ({ goneBy }) => goneBy !== undefined)
  const neverLeaves = left <= NOBODY * all
  const keepsJoining = tails?.settled === undefined ? undefined : keepJoining(lives, tails.settled)
  const figures = {
    dumps: lives.reduce((sum, { times }) => sum + times.length, 0),
    processes: lives.length,
    residents: total(lives, ({ first, last }) => last > first),
    joined: total(lives, ({ before }) => before >= 0),
    left,
    early: earlyIn(lives),
    watchedHours: lives.reduce((sum, life) => sum + watchedHours(life), 0),
    tail,
    keepsJoining,
    neverLeaves,
    origin,
  }
  return { word: wordFor(figures, lives), ...figures }
}

function wordFor(
  { tail, keepsJoining, joined, residents }: Omit<Survivors, 'word'>,
  lives: readonly LifeStays[],
): SurvivorWord {
  if (Math.max(0, ...lives.map(({ times }) => times.length)) < LEAST_DUMPS) return 'too-few-dumps'
  if (tail === undefined) {
    const passing = joined >= LEAST_RESIDENTS && residents <= NOBODY * joined
    return passing ? 'come-and-go' : 'too-few-dumps'
  }
  if (!isStaying(tail)) return 'come-and-go'
  if (stoppedBefore(lives)) return 'stay-but-stopped-joining'
  if (tail.age < LEAST_AGE || keepsJoining === undefined) return 'too-few-dumps'
  return keepsJoining ? 'stay-and-keep-joining' : 'stay-but-stopped-joining'
}

/** Whether all that stay were there in the first dump. */
const stoppedBefore = (lives: readonly LifeStays[]): boolean =>
  lives.every(({ stays }) =>
    stays.every(({ first, last, before, goneBy }) => before < 0 || goneBy !== undefined || first === last),
  )

function earlyIn(lives: readonly LifeStays[]): Survivors['early'] {
  const early = lives.map((life) => {
    const { times, stays } = life
    const half = ((times[0] ?? 0) + (times.at(-1) ?? 0)) / 2
    return { ...life, stays: stays.filter(({ first }) => first > 0 && (times[first] ?? 0) <= half) }
  })
  return { came: total(early, () => true), stayed: total(early, ({ goneBy }) => goneBy === undefined) }
}

const total = (lives: readonly LifeStays[], counts: (stay: Stay) => boolean): number =>
  lives.reduce((sum, { weight, stays }) => sum + weight * stays.filter(counts).length, 0)

function watchedHours({ times, weight, stays }: LifeStays): number {
  const time = stays.reduce((sum, { first, last }) => sum + (times[last] ?? 0) - (times[first] ?? 0), 0)
  return (weight * time) / HOUR
}
