import { median } from '#shared/statistics/median.ts'
import type { SignatureLife } from '../life/signature-life.ts'
import { growthSince } from '../measure/rate.ts'
import type { Rate } from '../model/figures.ts'
import { foundBy } from '../model/rule.ts'
import type { Growing } from './growth.ts'

/** What the rate is taken of: those that stay, where the counts are of many that do not. */
const ratedOf = ({ life, view, rules }: Growing): SignatureLife =>
  foundBy(rules, 'residents') === undefined ? life : view

/** The rate of one process that grows: what came in all growing lives over their hours. */
export function meanRate(growing: readonly Growing[]): Rate {
  const all = growing.map((one) => growthSince(ratedOf(one), one.since))
  const hours = all.reduce((sum, came) => sum + came.hours, 0)
  const goroutines = all.reduce((sum, came) => sum + came.goroutines, 0)
  const middle = (bound: 'low95' | 'high95'): number =>
    median(Float64Array.from(growing, ({ rate }) => rate[bound]))
  const perHour =
    hours > 0 ? goroutines / hours : median(Float64Array.from(growing, ({ rate }) => rate.perHour))
  return { perHour, low95: Math.min(perHour, middle('low95')), high95: Math.max(perHour, middle('high95')) }
}
