import { bisectLeft } from 'd3-array'
import type { SignatureId } from '#shared/signature/signature.ts'
import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import type { Block } from './block.ts'
import type { Process } from './process.ts'

/** The counts of one signature at the times of its life: least, most and last of each slot. */
export interface Counts {
  readonly low: Float64Array
  readonly high: Float64Array
  readonly last: Float64Array
}

/** Of a signature that a life never had. */
export function noCounts({ times }: Pick<LifeSeries, 'times'>): Counts {
  const zeros = new Float64Array(times.length)
  return { low: zeros, high: zeros, last: zeros }
}

/** What one process did over time. Gaps are not in it: two neighbours may be hours apart. */
export interface LifeSeries {
  readonly process: Process
  /** Which part of an unmarked process, from 0; always 0 where the start time tells lives apart. */
  readonly life: number
  /** Milliseconds since the epoch, rising: time of the last snapshot of each slot. */
  readonly times: Float64Array
  readonly counts: ReadonlyMap<SignatureId, Counts>
}

/**
 * Joins blocks of one process into its series.
 *
 * @param blocks in time order, not overlapping; their steps may differ
 */
export function seriesOf(process: Process, blocks: readonly Block[]): LifeSeries {
  const parts = blocks.map((block) => ({
    block,
    slots: [...block.seenAt.keys()].filter((i) => block.seenAt[i] !== 0),
  }))
  const length = parts.reduce((sum, { slots }) => sum + slots.length, 0)
  const times = new Float64Array(length)
  const counts = new Map<SignatureId, Counts>()
  let offset = 0
  for (const { block, slots } of parts) {
    slots.forEach((slot, i) => {
      times[offset + i] = block.seenAt[slot] as number
    })
    for (const [id, from] of block.counts) {
      const into = counts.get(id) ?? zeros(length)
      counts.set(id, into)
      slots.forEach((slot, i) => {
        into.low[offset + i] = from.low[slot] as number
        into.high[offset + i] = from.high[slot] as number
        into.last[offset + i] = from.last[slot] as number
      })
    }
    offset += slots.length
  }
  return { process, life: 0, times, counts }
}

const zeros = (length: number): Counts => ({
  low: new Float64Array(length),
  high: new Float64Array(length),
  last: new Float64Array(length),
})

/** The points of a life from one index up to but not including another. */
export function lifePart(series: LifeSeries, from: number, to?: number): LifeSeries {
  const counts = new Map([...series.counts].map(([id, row]) => [id, sliceCounts(row, from, to)]))
  return { ...series, times: series.times.subarray(from, to), counts }
}

/** The points of a life in a range of time, `to` exclusive. */
export const sliceLife = (series: LifeSeries, from: number, to: number): LifeSeries =>
  lifePart(series, bisectLeft(series.times, from), bisectLeft(series.times, to))

/** Points of one signature from one index up to but not including another. */
export const sliceCounts = ({ low, high, last }: Counts, from: number, to?: number): Counts => ({
  low: low.subarray(from, to),
  high: high.subarray(from, to),
  last: last.subarray(from, to),
})

/** Goroutines in all at each time. */
export function totalsOf({ times, counts }: LifeSeries): Float64Array {
  const totals = new Float64Array(times.length)
  for (const { last } of counts.values())
    for (let i = 0; i < last.length; i++) totals[i] = (totals[i] as number) + (last[i] as number)
  return totals
}

/** Lives at least this long are looked at hour by hour … */
const LONG = DAY
/** … and those at least this long in steps of five minutes; shorter ones as they came. */
const MIDDLE = 3 * HOUR

/**
 * A life in slots of one width. The least of an hour lies below the single counts around it, so a series that is
 * half of hours and half of minutes would seem to rise where one ends and the other begins.
 */
export function inEvenSlots(series: LifeSeries): LifeSeries {
  const span = (series.times.at(-1) ?? 0) - (series.times[0] ?? 0)
  if (span < MIDDLE) return series
  const step = span >= LONG ? HOUR : 5 * MINUTE
  const starts: number[] = []
  let slot = Number.NaN
  series.times.forEach((at, i) => {
    if (Math.floor(at / step) !== slot) starts.push(i)
    slot = Math.floor(at / step)
  })
  if (starts.length === series.times.length) return series
  const ends = starts.map((_, i) => (starts[i + 1] ?? series.times.length) - 1)
  const times = Float64Array.from(ends, (end) => series.times[end] as number)
  return {
    ...series,
    times,
    counts: new Map([...series.counts].map(([id, row]) => [id, merged(row, starts, ends)])),
  }
}

function merged({ low, high, last }: Counts, starts: readonly number[], ends: readonly number[]): Counts {
  const slots = zeros(starts.length)
  // By index: a view or a callback for each slot was a third of the time of a run of the judge.
  for (let i = 0; i < starts.length; i++) {
    const [start, end] = [starts[i] as number, ends[i] as number]
    let [least, most] = [low[start] as number, high[start] as number]
    for (let at = start + 1; at <= end; at++) {
      least = Math.min(least, low[at] as number)
      most = Math.max(most, high[at] as number)
    }
    slots.low[i] = least
    slots.high[i] = most
    slots.last[i] = last[end] as number
  }
  return slots
}
