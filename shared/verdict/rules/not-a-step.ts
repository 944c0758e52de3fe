import type { LowWater } from '#shared/trend/low-water.ts'
import { percent } from '../words.ts'
import type { LifeRule } from './life-rule.ts'

/** Share of the growth that must be left without its largest jump. */
const LEFT = 0.35

/**
 * Jumps of one size that growth must be worth. A pool that is resized is made larger or smaller, and three times
 * larger in a row happens by chance once in eight (sign test); leaks come in many jumps.
 */
const MOST_JUMPS = 3.5

/** The growth is more than a few jumps: a pool that was resized, a release, a failover go up once and stay. */
export const notAStep: LifeRule = ({ lowWater, firstLevel, lastLevel }) => {
  const { jump } = largestJump(lowWater)
  const growth = lastLevel - firstLevel
  const left = growth - jump
  const jumps = jumpsIn(lowWater.marks)
  const few = left < LEFT * growth
  return {
    id: 'not-a-step',
    fired: !few && jumps >= MOST_JUMPS,
    figures: { growth, jump, left, jumps },
    says: few
      ? `${left} of the growth of ${growth} came outside the largest jump of ${jump}; threshold: at least ${percent(LEFT)}`
      : `the growth of ${growth} is worth ${jumps.toFixed(1)} jumps of one size; threshold: at least ${MOST_JUMPS}`,
  }
}

/** How many jumps of one size the rises are worth: their sum squared over the sum of their squares (Kish 1965). */
function jumpsIn(marks: Float64Array): number {
  let sum = 0
  let squares = 0
  for (let i = 1; i < marks.length; i++) {
    const rise = Math.max(0, (marks[i] as number) - (marks[i - 1] as number))
    sum += rise
    squares += rise * rise
  }
  return squares === 0 ? 0 : (sum * sum) / squares
}

/** The most that came from one mark to the next but one, since a jump within a window shows in two; and when it had come. */
export function largestJump({ times, marks }: LowWater): { readonly jump: number; readonly after: number } {
  let jump = 0
  let after = times[0] ?? 0
  for (let i = 2; i < marks.length; i++) {
    const step = (marks[i] as number) - (marks[i - 2] as number)
    if (step <= jump) continue
    jump = step
    after = times[i] as number
  }
  return { jump, after }
}
