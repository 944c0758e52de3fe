import { max } from 'd3-array'
import { median } from '#shared/statistics/median.ts'
import type { SignatureLife } from '../life/signature-life.ts'
import { LARGE_GROWTH, LEAST_GROWTH } from '../measure/sizes.ts'
import { foundBy, type RuleId, type RuleResult } from '../model/rule.ts'
import { alive } from '../rules/alive.ts'
import { burst } from '../rules/burst.ts'
import type { LifeRule } from '../rules/life-rule.ts'
import { lowWaterRises } from '../rules/low-water-rises.ts'
import { monotone } from '../rules/monotone.ts'
import { neverReturns } from '../rules/never-returns.ts'
import { notAStep } from '../rules/not-a-step.ts'
import { notLoad } from '../rules/not-load.ts'
import { notSaturating } from '../rules/not-saturating.ts'
import { pileUp } from '../rules/pile-up.ts'
import { separated } from '../rules/separated.ts'
import { dailyView } from './daily-view.ts'
import { type Growing, type Growth, grows, quiet } from './growth.ts'
import { behindJump, behindOnset } from './life-from.ts'
import { flat, isFlat, isLongEnough, missingPoints, steady } from './standing.ts'
import { vetoed } from './veto.ts'

/** All rules of growth, after the first; each of them has a veto. */
const RULES: readonly LifeRule[] = [
  monotone,
  separated,
  alive,
  neverReturns,
  notAStep,
  notSaturating,
  notLoad,
]

/** Asks the rules of growth; the cheapest first, so that a flat series leaves after one pass. */
export function assessGrowth(life: SignatureLife): Growth {
  if (isLongEnough(life) && isFlat(life)) return quiet(life, [], 'stable', flat(life))
  const rises = lowWaterRises(life)
  if (!isLongEnough(life)) {
    const early = burst(life)
    if (early.fired) return quiet(life, [rises, early], 'watch', `${early.says}; ${missingPoints(life)}`)
    return quiet(life, [rises], 'insufficient', missingPoints(life))
  }
  if (!rises.fired) return growsBehindOnset(life) ?? quiet(life, [rises], 'stable', steady(life))
  // A wave fails the cheapest of the rules, and those that look at all pairs of points need not be asked.
  const returns = neverReturns(life)
  if (!returns.fired) return growsByDays(life) ?? vetoed(life, [rises, returns, notLoad(life)])
  const rules = [rises, ...RULES.map((rule) => (rule === neverReturns ? returns : rule(life)))]
  if (rules.every(({ fired }) => fired)) return grows(life, life, rules)
  return growsBehindJump(life, rules) ?? vetoed(life, rules)
}

/** What comes behind a jump, asked where the jump is most of the growth; undefined where it does not grow. */
function growsBehindJump(life: SignatureLife, rules: readonly RuleResult[]): Growing | undefined {
  if (rules.every(({ id, fired }) => id !== 'not-a-step' || fired)) return undefined
  const view = behindJump(life)
  if (!isLongEnough(view) || isFlat(view)) return undefined
  const behind = [lowWaterRises, ...RULES].map((rule) => rule(view))
  return behind.every(({ fired }) => fired) ? grows(life, view, behind) : undefined
}

/** Hours without growth that make a process one that had seen its days before it began. */
const QUIET_HOURS = 23
/** Points behind that time: a day without growth before them tells a warm-up as more points would, and the test is exact from ten on. */
const POINTS_BEHIND = 12

/**
 * What comes behind the time at which it began to grow, asked where that was so late that the life as a whole is flat:
 * a setting that was switched on. Undefined where it does not grow, or has stood as high before.
 */
function growsBehindOnset(life: SignatureLife): Growing | undefined {
  const growth = endOf(life) - life.firstLevel
  if (growth <= LEAST_GROWTH) return undefined
  const view = behindOnset(life)
  const before = life.times.length - view.times.length
  const peak = max(life.counts.high.subarray(0, before)) ?? 0
  const quietLong = life.spanHours - view.spanHours >= QUIET_HOURS || growth >= LARGE_GROWTH
  if (!quietLong || view.times.length < POINTS_BEHIND || peak > view.firstLevel + LEAST_GROWTH)
    return undefined
  const rules = [lowWaterRises, ...RULES].map((rule) => rule(view))
  return rules.every(({ fired }) => fired) ? grows(life, view, rules) : undefined
}

/** Where a life stands at its end, which its last eighth may not show yet: the median of its last three counts. */
const endOf = ({ counts: { low }, lastLevel }: SignatureLife): number =>
  Math.max(lastLevel, median(low.subarray(-3)))

/** The ebbs of a life's days, asked where its points come and go; undefined where they do not grow. */
function growsByDays(life: SignatureLife): Growing | undefined {
  const view = life.serves ? undefined : dailyView(life)
  if (view === undefined) return undefined
  const rules = [lowWaterRises, ...RULES].map((rule) => rule(view))
  return rules.every(({ fired }) => fired) ? grows(life, view, rules) : undefined
}

/** Rules that a life must pass where another life has passed all: it rose for good, and to no ceiling. */
const RISES: readonly RuleId[] = [
  'low-water-rises',
  'monotone',
  'never-returns',
  'not-a-step',
  'not-saturating',
  'not-load',
]

/** A life that rises with others that grow; undefined where it does not. */
export function growsAlong({ life, rules }: Growth): Growing | undefined {
  const fired = new Set(rules.filter((rule) => rule.fired).map(({ id }) => id))
  return RISES.every((id) => fired.has(id)) ? grows(life, life, rules) : undefined
}

/** How many times as fast as another a life may rise, or as slowly, and rise alike. */
const ALIKE = 2

/**
 * A life too short to be judged that rose as fast as lives that grow and began before them: a release that was rolled
 * back before it came again. Undefined where it did not.
 */
export function growsBefore(growth: Growth, found: readonly Growing[]): Growing | undefined {
  const { life, rules } = growth
  const rises = foundBy(rules, 'low-water-rises')
  if (growth.grows || growth.quiet !== 'insufficient' || rises === undefined) return undefined
  const perHour = 'perHour' in rises.figures ? rises.figures.perHour : 0
  const isAlike = found.some(({ rate }) => perHour <= ALIKE * rate.perHour && rate.perHour <= ALIKE * perHour)
  const isBefore = found.every(({ since }) => (life.times[0] ?? 0) < since)
  return isAlike && isBefore ? grows(life, life, rules) : undefined
}

/** A life in which too many stand in one place, whatever the trend; undefined where they are few. */
export function pilesUp({ life, rules }: Growth): Growing | undefined {
  const pile = pileUp(life)
  return pile.fired ? grows(life, life, [pile, ...rules]) : undefined
}
