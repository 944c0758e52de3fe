import { chanceOfRise } from '#shared/statistics/kendall-exact.ts'
import { mannKendallHamedRao } from '#shared/statistics/mann-kendall.ts'
import { thin } from '#shared/statistics/thin.ts'
import type { LifeRule } from './life-rule.ts'

/** Chance of such a rise in a series without trend; three recipes in the literature use 0.01 (docs/verdicts.md). */
export const P_LIMIT = 0.01

/** Later points stand higher than earlier ones, beyond what neighbours that resemble each other explain. */
export const monotone: LifeRule<'monotone'> = ({ counts, lowWater }) => {
  const points = chanceOf(thin(counts.low, TEST_POINTS))
  const p = points.p < P_LIMIT ? points.p : Math.min(points.p, chanceOf(lowWater.marks).p)
  return {
    id: 'monotone',
    fired: p < P_LIMIT,
    figures: { p, z: points.z, points: counts.low.length },
    says: `p-value of a rise by chance: ${pValue(p)}; threshold: below ${P_LIMIT}`,
  }
}

/** `0.0031`, `under 0.0001` */
export const pValue = (p: number): string => (p < 0.0001 ? 'under 0.0001' : p.toPrecision(2))

/** Points that the test looks at: a week of hours. */
const TEST_POINTS = 168
/** Below this many values the normal approximation is too coarse (Kendall 1975: n > 10). */
const EXACT = 10

function chanceOf(values: Float64Array): { p: number; z: number } {
  const { s, z, pGreater } = mannKendallHamedRao(values)
  return { p: values.length < EXACT ? chanceOfRise(values.length, s) : pGreater, z }
}
