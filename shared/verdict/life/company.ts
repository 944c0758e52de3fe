import { bisectLeft, bisectRight } from 'd3-array'
import { spanOf } from '#shared/trend/low-water.ts'
import type { LifeSeries } from '#shared/trend/series.ts'

/** Snapshots that may fail to come before a process counts as gone. */
const MISSING = 2

/** How many processes of the service ran at each time of each life. */
export function companyOf(lives: readonly LifeSeries[]): ReadonlyMap<LifeSeries, Float64Array> {
  const starts = Float64Array.from(lives, ({ process, times }) => process.startedAt ?? times[0] ?? 0).sort()
  const ends = Float64Array.from(lives, heardUntil).sort()
  const at = (time: number): number => bisectRight(starts, time) - bisectLeft(ends, time)
  return new Map(lives.map((life) => [life, life.times.map(at)]))
}

const heardUntil = ({ times }: LifeSeries): number =>
  (times.at(-1) ?? 0) + (MISSING * spanOf(times)) / Math.max(1, times.length - 1)
