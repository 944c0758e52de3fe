import { heldTotals } from '#shared/trend/running.ts'
import { type LifeSeries, totalsOf } from '#shared/trend/series.ts'

/** All goroutines of a service over one step of time. */
export interface TotalPoint {
  /** Milliseconds since the epoch: the last snapshot of the step. */
  readonly at: number
  readonly goroutines: number
  /** Instances that run then: heard of, and not overdue. */
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
 * Goroutines of all processes, a point per step; a step without a snapshot has none.
 *
 * Each process counts with its last snapshot until it is overdue, an instance with its newest life, so that nothing is
 * added up over time or over a restart, and a process that sends less than once per step is not missing in between.
 * @param step milliseconds; an hour at least, the widest slot of a block, else points would take turns
 */
export function totalOf(lives: readonly LifeSeries[], step: number): TotalPoint[] {
  const at = lastOfSteps(lives, step)
  const totals = new Map(lives.map((life) => [life, totalsOf(life)]))
  const { sums, processes } = heldTotals(lives, (life) => totals.get(life), at)
  return Array.from(at, (time, i) => ({
    at: time,
    goroutines: sums[i] as number,
    processes: processes[i] as number,
  }))
}

/** Time of the last snapshot in each step that has one, rising. */
function lastOfSteps(lives: readonly LifeSeries[], step: number): Float64Array {
  const last = new Map<number, number>()
  for (const { times } of lives)
    for (const at of times) {
      const slot = Math.floor(at / step)
      if (at > (last.get(slot) ?? 0)) last.set(slot, at)
    }
  return Float64Array.from(last.values()).sort()
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

/** Times of a step or more in which all processes were overdue, the newest first. */
export function gapsIn(lives: readonly LifeSeries[], step: number): { from: number; to: number }[] {
  const at = lastOfSteps(lives, step)
  return Array.from(at, (to, i) => ({ from: at[i - 1] ?? to, to }))
    .filter(({ from, to }) => Math.floor(to / step) - Math.floor(from / step) > 1)
    .filter(({ from, to }) =>
      heldTotals(lives, () => undefined, middlesOf(from, to, step)).processes.includes(0),
    )
    .reverse()
}

/** The last moment of each whole step between two times. */
const middlesOf = (from: number, to: number, step: number): Float64Array =>
  Float64Array.from(
    { length: Math.floor(to / step) - Math.floor(from / step) - 1 },
    (_, i) => (Math.floor(from / step) + i + 2) * step - 1,
  )

const beginOf = ({ times }: LifeSeries): number => times[0] ?? 0
const endOf = ({ times }: LifeSeries): number => times.at(-1) ?? 0
