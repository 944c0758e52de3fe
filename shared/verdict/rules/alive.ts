import { bisectLeft, min } from 'd3-array'
import { median } from '#shared/statistics/median.ts'
import { theilSenSlope } from '#shared/statistics/theil-sen.ts'
import { thin } from '#shared/statistics/thin.ts'
import { type Load, plainHours } from '#shared/trend/load.ts'
import type { Counts } from '#shared/trend/series.ts'
import { TWO_DAYS } from '../measure/day-hours.ts'
import { changesTogether } from '../measure/load-fit.ts'
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

const DAY_HOURS = 24

/** Rank correlation of its changes with those of the load from which on some of a count go with the load. */
const GOES_WITH = 0.4

/**
 * It still grows: the last quarter climbs at no less than 0.3 of the pace of the whole. A leak that runs per request
 * rests at night and one that runs by the clock does not, so busy hours and plain ones are asked, and one will do.
 * Where healthy goroutines of the stack leave with the traffic of the evening, what is left without the load tells.
 * A tail that rests for the most part, and came up all the same, is alive by what came. One that rests as it did at these
 * hours of the day before is alive by what came from day to day.
 */
export const alive: LifeRule<'alive'> = ({ times, clock, counts, load }) => {
  const hours = plainHours(times)
  const busy = tailOf(clock, counts.low)
  const plain = climbs(busy) ? busy : tailOf(hours, counts.low)
  const isTold = climbs(plain) || load === undefined
  const beside = isTold ? plain : tailOf(hours, besideLoad(counts, load))
  const days = climbs(beside) ? undefined : lastDay(hours, counts.low)
  const told = days ?? (climbs(beside) ? beside : plain)
  return {
    id: 'alive',
    fired: climbs(told),
    figures: { perHour: told.overall, tailPerHour: told.slope, came: told.came },
    says: `the last ${days ? 'day' : 'quarter'} grew at ${percent(paceOf(told))} of the pace of the whole life; threshold: more than ${percent(LEAST_TAIL)}`,
  }
}

/** The low water less what its steps follow those of the served connections by. */
function besideLoad({ low, last }: Counts, { served }: Load): Float64Array {
  const { slope, rank } = changesTogether(last, served)
  const perServed = rank >= GOES_WITH ? Math.max(0, slope) : 0
  return low.map((count, i) => count - perServed * (served[i] as number))
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
  return {
    overall: theilSenSlope(thin(clock, SLOPE_POINTS), thin(low, SLOPE_POINTS)),
    slope: theilSenSlope(thin(clock.subarray(from), SLOPE_POINTS), thin(low.subarray(from), SLOPE_POINTS)),
    came: cameIn(low.subarray(from)),
    due: meanPace(clock, low) * (end - (clock[from] ?? 0)),
  }
}

/** From the median of the first three to that of the last three. */
const cameIn = (low: Float64Array): number => median(low.subarray(-3)) - median(low.subarray(0, 3))

const meanPace = (clock: Float64Array, low: Float64Array): number => {
  const end = clock.at(-1) ?? 0
  return end === 0 ? 0 : cameIn(low) / end
}

/**
 * The last day against the day before it, by its low and by what stands there at this hour, where it grew: in a life of two
 * to four days whose last quarter brought about as much as the same hours did a day ago. A quarter of a longer life has a
 * whole day in it.
 */
function lastDay(hours: Float64Array, low: Float64Array): Tail | undefined {
  const end = hours.at(-1) ?? 0
  if (end < TWO_DAYS || end / 4 >= DAY_HOURS) return undefined
  const after = (hour: number): number => bisectLeft(hours, hour)
  const dayAgo = after(end - DAY_HOURS) + 1
  const then = cameIn(low.subarray(after(end * 0.75 - DAY_HOURS), dayAgo))
  if (then >= LEAST_STEP && cameIn(low.subarray(after(end * 0.75))) <= LEAST_TAIL * then) return undefined
  const byLow =
    (min(low.subarray(dayAgo)) ?? 0) - (min(low.subarray(after(end - 2 * DAY_HOURS), dayAgo)) ?? 0)
  const byHour = cameIn(low.subarray(Math.max(0, dayAgo - 3)))
  const overall = meanPace(hours, low)
  const [came, due] = [Math.min(byLow, byHour), overall * DAY_HOURS]
  const grew = came >= LEAST_STEP && came > LEAST_TAIL * due
  return grew ? { overall, slope: came / DAY_HOURS, came, due } : undefined
}
