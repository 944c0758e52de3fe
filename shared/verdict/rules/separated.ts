import { quantile } from 'd3-array'
import type { LifeRule } from './life-rule.ts'

/** The end lies above the beginning: P10 of the last quarter over P90 of the first one. */
export const separated: LifeRule<'separated'> = ({ counts: { low }, lowWater: { marks } }) => {
  const points = quarters(low)
  const best = points.last > points.first ? points : quarters(marks)
  return {
    id: 'separated',
    fired: best.last > best.first,
    figures: { firstQuarterP90: best.first, lastQuarterP10: best.last },
    says: `10th percentile of the last quarter ${round(best.last)}, 90th of the first ${round(best.first)}; threshold: the last is higher`,
  }
}

function quarters(values: Float64Array): { first: number; last: number } {
  const quarter = Math.max(1, Math.floor(values.length / 4))
  return {
    first: quantile(values.subarray(0, quarter), 0.9) ?? 0,
    last: quantile(values.subarray(-quarter), 0.1) ?? 0,
  }
}

const round = (value: number): number => Math.round(value * 10) / 10
