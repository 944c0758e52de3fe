import { hasStartMark } from './process.ts'
import { type LifeSeries, lifePart, totalsOf } from './series.ts'

/** A restart takes at least half of the goroutines … */
const TOTAL_LEFT = 0.5
/** … and makes at least half of the signatures fall: a leak that heals alone makes one fall. */
const SIGNATURES_FALLEN = 0.5

/**
 * The lives of a process, oldest first.
 *
 * A process that told its start time has one. Otherwise a life ends where the total falls below half *and* at
 * least half of all signatures with more than one goroutine fall together (docs/verdicts.md, lives).
 */
export function livesOf(series: LifeSeries): LifeSeries[] {
  if (hasStartMark(series.process.id)) return [series]
  const starts = [0, ...restartsOf(series)]
  return starts.map((from, life) => ({ ...lifePart(series, from, starts[life + 1]), life }))
}

function restartsOf(series: LifeSeries): number[] {
  const totals = totalsOf(series)
  const restarts: number[] = []
  for (let i = 1; i < totals.length; i++) {
    if ((totals[i] as number) < TOTAL_LEFT * (totals[i - 1] as number) && mostFell(series, i))
      restarts.push(i)
  }
  return restarts
}

function mostFell({ counts }: LifeSeries, i: number): boolean {
  let several = 0
  let fallen = 0
  for (const { last } of counts.values()) {
    if ((last[i - 1] as number) <= 1) continue
    several++
    if ((last[i] as number) < (last[i - 1] as number)) fallen++
  }
  return several > 0 && fallen >= SIGNATURES_FALLEN * several
}
