import { jumpsIn, largestJump } from '../measure/jumps.ts'
import { percent } from '../model/words.ts'
import type { LifeRule } from './life-rule.ts'

/** Share of the growth that must be left without its largest jump. */
const LEFT = 0.35

/**
 * Jumps of one size that growth must be worth. A pool that is resized is made larger or smaller, and three times
 * larger in a row happens by chance once in eight (sign test); leaks come in many jumps.
 */
export const MOST_JUMPS = 3.5

/** The growth is more than a few jumps: a pool that was resized, a release, a failover go up once and stay. */
export const notAStep: LifeRule<'not-a-step'> = ({ lowWater, firstLevel, lastLevel }) => {
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
