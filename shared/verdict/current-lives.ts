import { HOUR } from '#shared/time.ts'
import type { LifeSeries } from '#shared/trend/series.ts'

/** Processes that were heard of this long before the newest one run now. */
const RUNS_NOW = 6 * HOUR

/** The lives that run now: the newest of each instance that was heard of lately. */
export function currentLives(lives: readonly LifeSeries[]): LifeSeries[] {
  const end = lives.reduce((latest, life) => Math.max(latest, endOf(life)), 0)
  const byInstance = Map.groupBy(lives, ({ process }) => process.instance)
  const newest = [...byInstance.values()].map((some) => some.reduce((a, b) => (endOf(b) > endOf(a) ? b : a)))
  return newest.filter((life) => endOf(life) >= end - RUNS_NOW)
}

const endOf = ({ times }: LifeSeries): number => times.at(-1) ?? 0
