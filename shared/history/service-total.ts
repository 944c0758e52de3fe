import { type LifeSeries, totalsOf } from '#shared/trend/series.ts'

/** All goroutines of a service over one step of time. */
export interface TotalPoint {
  /** Milliseconds since the epoch: the last snapshot of the step. */
  readonly at: number
  readonly goroutines: number
  /** Instances that were heard of in the step. */
  readonly processes: number
}

/** A release, by the processes that said it. */
export interface VersionSpan {
  /** Undefined: those that said none. */
  readonly version: string | undefined
  readonly firstSeen: number
  readonly lastSeen: number
  readonly processes: number
}

/** A life that another one of the same instance came before. */
export interface Restart {
  readonly at: number
  readonly instance: string
  readonly version: string | undefined
}

/**
 * Goroutines of all processes, a point a step; a step without a snapshot has none.
 *
 * Each instance counts with the last snapshot of its newest life in the step, so that nothing is added up over time
 * or over a restart.
 * @param step milliseconds; an hour at least, the widest slot of a block, else points would take turns
 */
export function totalOf(lives: readonly LifeSeries[], step: number): TotalPoint[] {
  const points = new Map<number, TotalPoint>()
  for (const some of Map.groupBy(lives, ({ process }) => process.instance).values()) {
    for (const [slot, { at, goroutines }] of lastInEachStep(some, step)) {
      const sum = points.get(slot) ?? { at, goroutines: 0, processes: 0 }
      points.set(slot, {
        at: Math.max(sum.at, at),
        goroutines: sum.goroutines + goroutines,
        processes: sum.processes + 1,
      })
    }
  }
  return [...points.values()].sort((a, b) => a.at - b.at)
}

function lastInEachStep(lives: readonly LifeSeries[], step: number) {
  const last = new Map<number, { at: number; goroutines: number }>()
  for (const life of lives) {
    const totals = totalsOf(life)
    life.times.forEach((at, i) => {
      const slot = Math.floor(at / step)
      if (at >= (last.get(slot)?.at ?? 0)) last.set(slot, { at, goroutines: totals[i] as number })
    })
  }
  return last
}

/** Releases, the newest first. */
export function versionsOf(lives: readonly LifeSeries[]): VersionSpan[] {
  const byVersion = Map.groupBy(lives, ({ process }) => process.version)
  return [...byVersion]
    .map(([version, some]) => ({
      version,
      firstSeen: Math.min(...some.map(beginOf)),
      lastSeen: Math.max(...some.map(endOf)),
      processes: new Set(some.map(({ process }) => process.instance)).size,
    }))
    .sort((a, b) => b.firstSeen - a.firstSeen)
}

/** Restarts, the newest first. */
export function restartsOf(lives: readonly LifeSeries[]): Restart[] {
  return [...Map.groupBy(lives, ({ process }) => process.instance).values()]
    .flatMap((some) => some.toSorted((a, b) => beginOf(a) - beginOf(b)).slice(1))
    .map((life) => ({
      at: beginOf(life),
      instance: life.process.instance,
      version: life.process.version,
    }))
    .sort((a, b) => b.at - a.at)
}

/** Times without a snapshot of any process, the newest first. */
export function gapsIn(points: readonly TotalPoint[], step: number): { from: number; to: number }[] {
  return points
    .flatMap(({ at: to }, i) => {
      const from = points[i - 1]?.at
      return from !== undefined && Math.floor(to / step) - Math.floor(from / step) > 1 ? [{ from, to }] : []
    })
    .reverse()
}

const beginOf = ({ times }: LifeSeries): number => times[0] ?? 0
const endOf = ({ times }: LifeSeries): number => times.at(-1) ?? 0
