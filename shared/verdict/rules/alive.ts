import { bisectLeft } from 'd3-array'
import { median } from '#shared/statistics/median.ts'
import { theilSenSlope } from '#shared/statistics/theil-sen.ts'
import { thin } from '#shared/statistics/thin.ts'
import { plainHours } from '#shared/trend/load.ts'
import { percent } from '../model/words.ts'
import type { LifeRule } from './life-rule.ts'

/** Growth of the tail as a share of the whole that still counts as growing (Coroot, auditor/memory.go, 2026). */
const LEAST_TAIL = 0.3
/** Points that a tail needs (docs/verdicts.md). */
const TAIL_POINTS = 12
/** Points that a slope is taken over. */
const SLOPE_POINTS = 72
/** A tail that came up by less could be noise. */
const LEAST_STEP = 2

/**
 * It still grows: the last quarter climbs at no less than 0.3 of the pace of the whole. A leak that runs per request
 * rests at night and one that runs by the clock does not, so busy hours and plain ones are asked, and one will do.
 * A tail that rests for the most part, and came up all the same, is alive by what came.
 */
export const alive: LifeRule<'alive'> = ({ times, clock, counts: { low } }) => {
  const busy = tailOf(clock, low)
  const told = climbs(busy) ? busy : tailOf(plainHours(times), low)
  return {
    id: 'alive',
    fired: climbs(told),
    figures: { perHour: told.overall, tailPerHour: told.slope, came: told.came },
    says: `the last quarter grew at ${percent(paceOf(told))} of the pace of the whole life; threshold: more than ${percent(LEAST_TAIL)}`,
  }
}

interface Tail {
  /** Theil–Sen slopes of the whole and of the tail. */
  readonly overall: number
  readonly slope: number
  /** What came in the tail, and what would have come at the mean pace. */
  readonly came: number
  readonly due: number
}

const climbs = ({ overall, slope, came, due }: Tail): boolean =>
  (overall > 0 && slope > LEAST_TAIL * overall) || (came >= LEAST_STEP && came > LEAST_TAIL * due)

/** Pace of the tail as a share of that of the whole, by slope or by what came. */
const paceOf = ({ overall, slope, came, due }: Tail): number =>
  Math.max(0, overall > 0 ? slope / overall : 0, came >= LEAST_STEP && due > 0 ? came / due : 0)

function tailOf(clock: Float64Array, low: Float64Array): Tail {
  const end = clock.at(-1) ?? 0
  const from = Math.max(0, Math.min(bisectLeft(clock, end * 0.75), low.length - TAIL_POINTS))
  const last = median(low.subarray(-3))
  const pace = end === 0 ? 0 : (last - median(low.subarray(0, 3))) / end
  return {
    overall: theilSenSlope(thin(clock, SLOPE_POINTS), thin(low, SLOPE_POINTS)),
    slope: theilSenSlope(thin(clock.subarray(from), SLOPE_POINTS), thin(low.subarray(from), SLOPE_POINTS)),
    came: last - median(low.subarray(from, from + 3)),
    due: pace * (end - (clock[from] ?? 0)),
  }
}
