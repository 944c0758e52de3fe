import { MINUTE } from '#shared/time.ts'
import { counted } from '../model/words.ts'
import type { LifeRule } from './life-rule.ts'

/** Fewest points, and the time that they may take. */
const LEAST_POINTS = 12
const WITHIN = 30 * MINUTE
/** Growth in that time: this many goroutines, and the level that it began at once more. */
const LEAST_GROWTH = 50

/** Many at once and none that left: an early warning, since a warm-up looks the same for as long as it lasts. */
export const burst: LifeRule<'burst'> = ({ times, counts: { last } }) => {
  const end = times.at(-1) ?? 0
  const from = times.findIndex((at) => at >= end - WITHIN)
  const recent = last.subarray(Math.max(0, from))
  const growth = (recent.at(-1) ?? 0) - (recent[0] ?? 0)
  const falls = recent.some((count, i) => i > 0 && count < (recent[i - 1] as number))
  const floor = Math.max(LEAST_GROWTH, recent[0] ?? 0)
  return {
    id: 'burst',
    fired: recent.length >= LEAST_POINTS && !falls && growth >= floor,
    figures: { points: recent.length, growth, floor },
    says: `${counted(growth, 'goroutine')} came within ${Math.round((end - (times[Math.max(0, from)] ?? end)) / MINUTE)} min and ${falls ? 'some' : 'none'} left; threshold: ${floor}`,
  }
}
