import { max } from 'd3-array'
import { runningLives, standingLives } from '#shared/trend/running.ts'
import { inEvenSlots, type LifeSeries } from '#shared/trend/series.ts'

/** What was watched of a service, and what of it runs. */
export interface Watched {
  /** In slots of one width, as the rules look at them. */
  readonly lives: readonly LifeSeries[]
  /** The same lives in the same order, with every point that is known. */
  readonly asSeen: readonly LifeSeries[]
  /** Those of `lives` that run now. */
  readonly running: readonly LifeSeries[]
  /** Those of `asSeen` that run now, or, where none does, that ran when the last snapshot came. */
  readonly standing: readonly LifeSeries[]
  readonly lastHeard: number
  readonly now: number
}

/** @param asSeen lives in which no stack has two names */
export function watchedAt(asSeen: readonly LifeSeries[], now: number): Watched {
  const lives = asSeen.map(inEvenSlots)
  const lastHeard = Math.min(now, max(asSeen, ({ times }) => times.at(-1)) ?? now)
  const runs = new Set(runningLives(asSeen, now))
  const running = lives.filter((_, i) => runs.has(asSeen[i] as LifeSeries))
  return { lives, asSeen, running, standing: standingLives(asSeen, now), lastHeard, now }
}
