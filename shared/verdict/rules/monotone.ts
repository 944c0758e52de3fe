import { mannKendallHamedRao } from '#shared/trend/mann-kendall.ts'
import type { LifeRule } from './life-rule.ts'

/** Chance of such a rise in a series without trend; three recipes in the literature use 0.01 (docs/verdicts.md). */
const P_LIMIT = 0.01

/** Later points stand higher than earlier ones, beyond what neighbours that resemble each other explain. */
export const monotone: LifeRule = ({ counts, lowWater }) => {
  const points = mannKendallHamedRao(counts.low)
  const marks = points.pGreater < P_LIMIT ? points : mannKendallHamedRao(lowWater.marks)
  const p = Math.min(points.pGreater, marks.pGreater)
  return {
    id: 'monotone',
    fired: p < P_LIMIT,
    figures: { p, z: marks.z, points: counts.low.length },
    says: `a rise like this has probability ${formatProbability(p)} by chance; below ${P_LIMIT} counts`,
  }
}

const formatProbability = (p: number): string => (p < 0.0001 ? 'under 0.0001' : p.toPrecision(2))
