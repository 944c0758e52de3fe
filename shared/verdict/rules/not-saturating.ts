import { saturation } from '#shared/trend/saturation.ts'
import type { LifeRule } from './life-rule.ts'

/** The bent curve must leave less than half of the squares that the straight line leaves. */
const CLEARLY_BENT = 2
/** A ceiling that leaves more than a quarter of what has grown still to come is no ceiling yet. */
const NEAR = 1.25

/** It does not approach a ceiling: caches and pools on demand fill ever slower, leaks do not. */
export const notSaturating: LifeRule = ({ clock, counts: { low }, firstLevel, lastLevel }) => {
  const { gain, ceiling } = saturation(clock, low)
  const near = ceiling - firstLevel < NEAR * (lastLevel - firstLevel)
  return {
    id: 'not-saturating',
    fired: gain < CLEARLY_BENT || !near,
    figures: { gain, ceiling },
    says:
      gain < CLEARLY_BENT || !near
        ? 'a straight line fits as well as a curve with a ceiling'
        : `a curve that ends at ${Math.round(ceiling)} fits ${gain.toFixed(1)} times as well as a straight line`,
  }
}
