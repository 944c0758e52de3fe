import type { LowWater } from '#shared/trend/low-water.ts'
import type { LifeRule } from './life-rule.ts'

/** Share of the growth that must be left without its largest jump. */
const LEFT = 0.35

/** The growth is more than one jump: a pool that was resized, a release, a failover go up once and stay. */
export const notAStep: LifeRule = ({ lowWater, firstLevel, lastLevel }) => {
  const { jump } = largestJump(lowWater)
  const growth = lastLevel - firstLevel
  const left = growth - jump
  return {
    id: 'not-a-step',
    fired: left >= LEFT * growth,
    figures: { growth, jump, left },
    says: `${left} of ${growth} came apart from the largest jump of ${jump}`,
  }
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
