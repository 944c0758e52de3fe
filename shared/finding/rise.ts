import { mean, min, sum } from 'd3-array'
import type { SignatureId } from '#shared/signature/signature.ts'
import { HOUR } from '#shared/time.ts'
import type { LifeSeries } from '#shared/trend/series.ts'

/** Counts of a process that fills its pools say nothing: so much of its life, an hour at most. */
const WARM_UP = 0.2
/** Share of the rest of a life whose lowest count is its low water at either end. */
const END = 0.25

/** Of the processes that ran a version with the leak, the share that showed it: a request may reach one pod of four. */
export function leakingShare(
  lives: readonly LifeSeries[],
  ids: readonly SignatureId[],
  perHour: number,
): number {
  const rises = lives.map((life) => riseOf(life, ids)).filter(({ hours }) => perHour * hours >= 1)
  if (rises.length === 0) return 1
  const leaking = rises.filter(({ rise, hours }) => rise >= (perHour * hours) / 2).length
  return Math.max(1, leaking) / rises.length
}

/** How far the low water of a life rose, and in how many hours. */
export function riseOf(
  { times, counts }: LifeSeries,
  ids: readonly SignatureId[],
): { rise: number; hours: number } {
  const start = times[0] ?? 0
  const begin = start + Math.min(HOUR, WARM_UP * ((times.at(-1) ?? 0) - start))
  const from = times.findIndex((at) => at >= begin)
  const length = times.length - from
  const end = Math.max(1, Math.floor(END * length))
  if (from < 0 || length < 2) return { rise: 0, hours: 0 }
  const lowAt = (i: number): number => sum(ids, (id) => counts.get(id)?.low[i] ?? 0)
  const part = (first: number) => {
    const at = Array.from({ length: end }, (_, i) => first + i)
    return { low: min(at, lowAt) ?? 0, time: mean(at, (i) => times[i]) ?? 0 }
  }
  const [first, last] = [part(from), part(times.length - end)]
  return { rise: last.low - first.low, hours: Math.max(0, last.time - first.time) / HOUR }
}
