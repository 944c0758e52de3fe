import { dayStart, HOUR, hourStart, MINUTE } from '#shared/time.ts'
import { type ProcessFacts, processId } from '#shared/trend/process.ts'
import type { Counts, LifeSeries } from '#shared/trend/series.ts'
import type { Recording } from './recording.ts'

/**
 * A recorded life as the judge would have seen it at a time: slots of an hour for the days before, of five minutes
 * for today, of a minute for the hour that is open (docs/storage.md). Undefined before its first snapshot.
 */
export function viewAt(recording: Recording, now: number): LifeSeries | undefined {
  const { instance, version, startedAt, clockAhead = 0, times, counts } = recording
  const slots = slotsOf(
    times.filter((time) => time - clockAhead <= now),
    now,
  )
  if (slots.length === 0) return undefined
  const facts: ProcessFacts = {
    instance,
    startedAt,
    session: undefined,
    version,
    buildId: undefined,
  }
  const at = Float64Array.from(slots, ({ to }) => times[to - 1] as number)
  const seen = { labels: {}, firstSeen: startedAt, lastSeen: at.at(-1) as number }
  return {
    process: { ...facts, ...seen, id: processId(facts) },
    life: 0,
    times: at,
    counts: new Map([...counts].map(([id, row]) => [id, rowOf(row, slots)])),
  }
}

/** Indices of the first snapshot of a slot and of the first one after it. */
interface Slot {
  readonly from: number
  readonly to: number
}

function slotsOf(times: readonly number[], now: number): Slot[] {
  const slots: Slot[] = []
  const [today, open] = [dayStart(now), hourStart(now)]
  let from = 0
  for (let i = 0; i < times.length; i++) {
    const next = times[i + 1]
    if (next !== undefined && slotAt(next, today, open) === slotAt(times[i] as number, today, open)) continue
    slots.push({ from, to: i + 1 })
    from = i + 1
  }
  return slots
}

function slotAt(at: number, today: number, open: number): number {
  const width = at >= open ? MINUTE : at >= today ? 5 * MINUTE : HOUR
  return Math.floor(at / width) * width
}

function rowOf(row: readonly number[], slots: readonly Slot[]): Counts {
  const of = (value: (slot: Slot) => number): Float64Array => Float64Array.from(slots, value)
  return {
    low: of(({ from, to }) => row.slice(from, to).reduce((low, count) => Math.min(low, count))),
    high: of(({ from, to }) => row.slice(from, to).reduce((high, count) => Math.max(high, count))),
    last: of(({ to }) => row[to - 1] as number),
  }
}
