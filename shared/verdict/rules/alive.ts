import { bisectLeft } from 'd3-array'
import { theilSenSlope } from '#shared/trend/theil-sen.ts'
import { median } from '../median.ts'
import type { LifeRule } from './life-rule.ts'

/** Growth of the tail as a share of the whole that still counts as growing (Coroot, auditor/memory.go, 2026). */
const LEAST_TAIL = 0.3
/** Points that a tail needs (docs/verdicts.md). */
const TAIL_POINTS = 12
/** A tail that came up by less could be noise. */
const LEAST_STEP = 2

/**
 * It still grows: the last quarter climbs at no less than 0.3 of the pace of the whole. Time is counted in busy
 * hours where the process serves connections: a leak that runs per request rests at night. A tail that rests for
 * the most part, and came up all the same, is alive by what came.
 */
export const alive: LifeRule = ({ clock, counts: { low } }) => {
  const end = clock.at(-1) ?? 0
  const from = Math.max(0, Math.min(bisectLeft(clock, end * 0.75), low.length - TAIL_POINTS))
  const overall = theilSenSlope(clock, low)
  const slope = theilSenSlope(clock.subarray(from), low.subarray(from))
  const came = median(low.subarray(-3)) - median(low.subarray(from, from + 3))
  const pace = end === 0 ? 0 : (median(low.subarray(-3)) - median(low.subarray(0, 3))) / end
  const tail = end - (clock[from] ?? 0)
  const climbs = overall > 0 && slope > LEAST_TAIL * overall
  const stepped = came >= LEAST_STEP && came > LEAST_TAIL * pace * tail
  return {
    id: 'alive',
    fired: climbs || stepped,
    figures: { perHour: overall, tailPerHour: slope, came },
    says: `the last quarter grew by ${came}, at ${slope.toFixed(2)} an hour; the whole by ${overall.toFixed(2)}`,
  }
}
