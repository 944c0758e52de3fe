import { plainHours } from '#shared/trend/load.ts'
import { type Saturation, saturation } from '#shared/trend/saturation.ts'
import type { LifeRule } from './life-rule.ts'

/** The bent curve must leave less than half of the squares that the straight line leaves. */
const CLEARLY_BENT = 2
/** A ceiling that leaves more than a quarter of what has grown still to come is no ceiling yet. */
const NEAR = 1.25

/**
 * It does not approach a ceiling: caches and pools on demand fill ever slower, leaks do not. Busy hours and plain
 * ones are asked: what is straight over one of them is no ceiling.
 */
export const notSaturating: LifeRule = ({ times, clock, counts: { low }, firstLevel, lastLevel }) => {
  const straight = ({ gain, ceiling }: Pick<Saturation, 'gain' | 'ceiling'>): boolean =>
    gain < CLEARLY_BENT || ceiling - firstLevel >= NEAR * (lastLevel - firstLevel)
  const busy = saturation(clock, low)
  const { gain, ceiling } = straight(busy) ? busy : saturation(plainHours(times), low)
  const fired = straight({ gain, ceiling })
  return {
    id: 'not-saturating',
    fired,
    figures: { gain, ceiling },
    says: fired
      ? 'a straight line fits as well as a curve with a ceiling'
      : `a curve that ends at ${Math.round(ceiling)} fits ${gain.toFixed(1)} times as well as a straight line`,
  }
}
