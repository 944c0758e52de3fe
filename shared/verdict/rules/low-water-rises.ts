import { theilSenSlope } from '#shared/statistics/theil-sen.ts'
import { HOUR } from '#shared/time.ts'
import { LEAST_GROWTH, LEAST_SHARE } from '../measure/sizes.ts'
import type { LifeRule } from './life-rule.ts'

/** At every ebb a little more water stays: the low-water marks climb, by more than noise. */
export const lowWaterRises: LifeRule<'low-water-rises'> = ({
  lowWater: { times, marks },
  firstLevel,
  lastLevel,
}) => {
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
