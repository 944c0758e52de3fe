import { onset } from '#shared/statistics/onset.ts'
import { spanOf } from '#shared/trend/low-water.ts'
import type { SignatureLife } from '../life/signature-life.ts'
import { isClean } from './changes.ts'
import { timeAndLoad } from './load-fit.ts'

/** Points whose highest count is the level that a life begins at, an eighth of them where there are few. */
const BEGINNING = 3
/** Goroutines that may have failed to come by chance: none, where 3 are due, has probability 0.05 (Poisson). */
const BY_CHANCE = 3
/** Shares of the busy time and of all time that a process may take before its first ones. */
const BUSY_START = 0.1
const START = 0.15

/**
 * Since when a signature grows, milliseconds since the epoch.
 *
 * A clean series tells it by the last time that it stood at the level it began at; one with healthy goroutines
 * among the leaked ones by the bend of a line through its low water, less what goes with the load. A beginning in
 * which half of what was due at the pace of the rest came, or too few were due to miss them, is no beginning, nor is
 * a short one: growth then is dated to the start of the process.
 */
export function sinceOf(life: SignatureLife): number {
  const { series, times, clock, counts } = life
  const first = times[0] as number
  const index = beginningOf(life)
  const due = Math.min(dueBefore(clock, counts.low, index), dueBefore(times, counts.low, index))
  const came = Math.max(0, (counts.low[index] as number) - (counts.low[0] as number))
  const isEarly =
    shareOf(clock, index) <= BUSY_START && (times[index] as number) - first <= START * spanOf(times)
  const late = !isEarly && due - 2 * came >= BY_CHANCE
  if (late) return times[index] as number
  const { startedAt = first } = series.process
  const seenFromStart = first - startedAt <= START * ((times.at(-1) as number) - startedAt)
  return seenFromStart && series.life === 0 ? Math.min(startedAt, first) : first
}

/** The point from which on it grows, wherever that is. */
export const beginningOf = (life: SignatureLife): number =>
  isClean(life.counts.last) ? leftBeginning(life.counts.low) : onset(life.times, withoutLoad(life)).index

/** What would have come before a point at the pace of what came after it, by one clock. */
function dueBefore(clock: Float64Array, low: Float64Array, index: number): number {
  const after = (low.at(-1) as number) - (low[index] as number)
  const share = shareOf(clock, index)
  return (after * share) / (1 - share)
}

/** Share of a clock's time that lies before a point. */
const shareOf = (clock: Float64Array, index: number): number =>
  ((clock[index] as number) - (clock[0] as number)) / ((clock.at(-1) as number) - (clock[0] as number))

/** The low water less the share of it that follows the served connections; itself where nothing follows them. */
export function withoutLoad(life: SignatureLife): Float64Array {
  const { load, counts } = life
  if (load === undefined) return counts.low
  const { perServed } = timeAndLoad(life, load.served)
  return perServed <= 0
    ? counts.low
    : counts.low.map((count, i) => count - perServed * (load.served[i] as number))
}

/** The last point that is not above all of the first ones. */
function leftBeginning(low: Float64Array): number {
  const beginning = Math.min(BEGINNING, Math.max(1, Math.floor(low.length / 8)))
  const level = low.subarray(0, beginning).reduce((most, value) => Math.max(most, value), 0)
  for (let i = low.length - 1; i > 0; i--) if ((low[i] as number) <= level) return i
  return 0
}
