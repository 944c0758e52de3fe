import { HOUR } from '#shared/trend/block.ts'
import { onset } from '#shared/trend/onset.ts'
import { theilSen } from '#shared/trend/theil-sen.ts'
import { alive } from './rules/alive.ts'
import { lowWaterRises } from './rules/low-water-rises.ts'
import { monotone } from './rules/monotone.ts'
import { neverReturns } from './rules/never-returns.ts'
import { separated } from './rules/separated.ts'
import type { SignatureLife } from './signature-life.ts'
import type { Quiet, Rate, RuleResult } from './verdict.ts'

/** Fewest points that the rules of growth are asked about (Mann–Kendall with correction needs about 24). */
export const LEAST_POINTS = 24

/** What the rules say of one signature in one life. */
export type Growth =
  | {
      readonly grows: true
      readonly life: SignatureLife
      readonly rules: readonly RuleResult[]
      readonly rate: Rate
      readonly since: number
    }
  | {
      readonly grows: false
      readonly life: SignatureLife
      readonly rules: readonly RuleResult[]
      readonly quiet: Quiet
      readonly why: string
    }

/** Asks the rules of growth; the cheapest first, so that a flat series leaves after one pass. */
export function assessGrowth(life: SignatureLife): Growth {
  const rises = lowWaterRises(life)
  if (!rises.fired) return quiet(life, [rises], ...steady(life))
  if (life.times.length < LEAST_POINTS) return quiet(life, [rises], 'insufficient', missingPoints(life))
  const rules = [rises, monotone(life), separated(life), alive(life), neverReturns(life)]
  if (rules.every(({ fired }) => fired)) return { grows: true, life, rules, ...riseOf(life) }
  const [, rose, apart, growing] = rules as [RuleResult, RuleResult, RuleResult, RuleResult]
  if (rose.fired && apart.fired && !growing.fired) return quiet(life, rules, 'plateaued', growing.says)
  const against = rules.filter(({ fired }) => !fired)
  return quiet(
    life,
    rules,
    'watch',
    `${rises.says}, but ${against.map(({ id, says }) => `${id} disagrees: ${says}`).join('; ')}`,
  )
}

const quiet = (life: SignatureLife, rules: readonly RuleResult[], verdict: Quiet, why: string): Growth => ({
  grows: false,
  life,
  rules,
  quiet: verdict,
  why,
})

function steady({ times, counts, firstLevel, lastLevel, spanHours }: SignatureLife): [Quiet, string] {
  const peak = counts.high.reduce((most, value) => Math.max(most, value), 0)
  if (times.length < LEAST_POINTS && lastLevel > firstLevel) {
    return [
      'insufficient',
      `only ${times.length} of ${LEAST_POINTS} points yet, low water ${firstLevel} → ${lastLevel}`,
    ]
  }
  return ['stable', `low water ${firstLevel} → ${lastLevel} in ${hours(spanHours)}, peak ${peak}`]
}

function missingPoints({ times, spanHours }: SignatureLife): string {
  const step = times.length < 2 ? undefined : spanHours / (times.length - 1)
  const missing = LEAST_POINTS - times.length
  const when = step === undefined ? '' : `; can be judged in ${hours(step * missing)} at this pace`
  return `${times.length} of ${LEAST_POINTS} points${when}`
}

const hours = (value: number): string =>
  value < 2 ? `${Math.round(value * 60)} min` : `${Math.round(value)} h`

/**
 * Since when it grows, and how fast since then: quiet days before would dilute the rate.
 *
 * `since` is the start of the process, where it grew from its first points on; else the onset of the low water.
 */
function riseOf({ series, times, counts }: SignatureLife): { since: number; rate: Rate } {
  const { at, index } = onset(times, counts.low)
  const { slope, low95, high95 } = theilSen(times.subarray(index), counts.last.subarray(index))
  const { startedAt } = series.process
  const fromStart = index === 0 && startedAt !== undefined && series.life === 0
  return {
    since: fromStart ? Math.min(startedAt, at) : at,
    rate: { perHour: slope * HOUR, low95: low95 * HOUR, high95: high95 * HOUR },
  }
}
