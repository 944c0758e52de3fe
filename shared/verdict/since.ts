import { onset } from '#shared/trend/onset.ts'
import { changesOf } from './rules/never-returns.ts'
import type { SignatureLife } from './signature-life.ts'

/** Points whose highest count is the level that a life begins at, an eighth of them where there are few. */
const BEGINNING = 3
/** Falls over rises of a series without healthy goroutines among the leaked ones (recorded: 0.00–0.02). */
const CLEAN = 0.05
/** Goroutines that may have failed to come by chance: none, where 3 are due, has probability 0.05 (Poisson). */
const BY_CHANCE = 3
/** Shares of the busy time and of all time that a process may take before its first ones. */
const BUSY_START = 0.1
const START = 0.15

/**
 * Since when a signature grows, milliseconds since the epoch.
 *
 * A clean series tells it by the last time that it stood at the level it began at; one with healthy goroutines
 * among the leaked ones by the bend of a line through its low water. A beginning in which, at the pace of the
 * rest, too few were due to miss them is no beginning, nor is a short one: growth then is dated to the start of
 * the process.
 */
export function sinceOf(life: SignatureLife): number {
  const { series, times, clock, counts } = life
  const { rises, falls } = changesOf(counts.last)
  const first = times[0] as number
  const index = falls <= CLEAN * rises ? leftBeginning(counts.low) : onset(times, counts.low).index
  const busy = (clock.at(-1) as number) - (clock[index] as number)
  const pace = ((counts.low.at(-1) as number) - (counts.low[index] as number)) / busy
  const before = (clock[index] as number) - (clock[0] as number)
  const waited = (times[index] as number) - first
  const early = before <= BUSY_START * (before + busy) && waited <= START * ((times.at(-1) as number) - first)
  const late = !early && pace * before >= BY_CHANCE
  if (late) return times[index] as number
  const { startedAt = first } = series.process
  const seenFromStart = first - startedAt <= START * ((times.at(-1) as number) - startedAt)
  return seenFromStart && series.life === 0 ? Math.min(startedAt, first) : first
}

/** The last point that is not above all of the first ones. */
function leftBeginning(low: Float64Array): number {
  const beginning = Math.min(BEGINNING, Math.max(1, Math.floor(low.length / 8)))
  const level = low.subarray(0, beginning).reduce((most, value) => Math.max(most, value), 0)
  for (let i = low.length - 1; i > 0; i--) if ((low[i] as number) <= level) return i
  return 0
}
