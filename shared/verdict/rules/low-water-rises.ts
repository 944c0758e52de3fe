import { HOUR } from '#shared/time.ts'
import { theilSenSlope } from '#shared/trend/theil-sen.ts'
import type { LifeRule } from './life-rule.ts'

/** Growth of a life below this many goroutines is noise, whatever its shape (design of the rules, 2026-10). */
export const LEAST_GROWTH = 10
/** … and so is growth below this share of the level it began at. */
export const LEAST_SHARE = 0.2
/** Growth that neither a warm-up nor a day's wave brings (design of the rules, 2026-10). */
export const LARGE_GROWTH = 200

/** At every ebb a little more water stays: the low-water marks climb, by more than noise. */
export const lowWaterRises: LifeRule = ({ lowWater: { times, marks }, firstLevel, lastLevel }) => {
  const growth = lastLevel - firstLevel
  const floor = Math.max(LEAST_GROWTH, LEAST_SHARE * firstLevel)
  const perHour = growth > floor ? theilSenSlope(times, marks) * HOUR : 0
  return {
    id: 'low-water-rises',
    fired: growth > floor && perHour > 0,
    figures: { from: firstLevel, to: lastLevel, growth, floor, perHour },
    says: `low water ${firstLevel} → ${lastLevel}, growth ${growth}; threshold: more than ${Math.round(floor)}`,
  }
}
