import { counted, grouped } from '../model/words.ts'
import type { LifeRule } from './life-rule.ts'

/** Blocked goroutines in one place that are too many whatever their trend (LeakProf, CGO 2024, its threshold). */
const TOO_MANY = 10_000
/** Points that it must hold for: a batch that drains at once is none. */
const LEAST_POINTS = 3

/** Ten thousand stand in one place and stay: a leak, a dead lock, or a queue without an end. */
export const pileUp: LifeRule<'pile-up'> = ({ counts: { low } }) => {
  const recent = low.subarray(-LEAST_POINTS)
  const least = recent.reduce((some, count) => Math.min(some, count), Number.POSITIVE_INFINITY)
  return {
    id: 'pile-up',
    fired: recent.length === LEAST_POINTS && least >= TOO_MANY,
    figures: { least: Number.isFinite(least) ? least : 0, limit: TOO_MANY },
    says: `at least ${counted(Number.isFinite(least) ? least : 0, 'goroutine')} in each of the last ${counted(recent.length, 'snapshot')}; threshold: ${grouped(TOO_MANY)}`,
  }
}
