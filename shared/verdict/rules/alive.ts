import { HOUR } from '#shared/trend/block.ts'
import { theilSenSlope } from '#shared/trend/theil-sen.ts'
import type { LifeRule } from './life-rule.ts'

/** Slope of the tail as a share of the whole that still counts as growing (Coroot, auditor/memory.go, 2026). */
const LEAST_TAIL = 0.3
/** Points that a tail needs (docs/verdicts.md). */
const TAIL_POINTS = 12

/** It still grows: the last quarter climbs at no less than 0.3 of the overall slope. */
export const alive: LifeRule = ({ times, counts: { low } }) => {
  const tail = Math.min(low.length, Math.max(TAIL_POINTS, Math.floor(low.length / 4)))
  const overall = theilSenSlope(times, low) * HOUR
  const last = theilSenSlope(times.subarray(-tail), low.subarray(-tail)) * HOUR
  return {
    id: 'alive',
    fired: overall > 0 && last > LEAST_TAIL * overall,
    figures: { perHour: overall, tailPerHour: last },
    says: `the last quarter grows by ${last.toFixed(2)} an hour, the whole by ${overall.toFixed(2)}`,
  }
}
