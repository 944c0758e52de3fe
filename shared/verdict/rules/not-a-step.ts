import type { LifeRule } from './life-rule.ts'

/** Share of the growth that must be left without its largest jump. */
const LEFT = 0.35

/** The growth is more than one jump: a pool that was resized, a release, a failover go up once and stay. */
export const notAStep: LifeRule = ({ lowWater: { marks }, firstLevel, lastLevel }) => {
  let jump = 0
  // A jump within a window shows in two of the marks.
  for (let i = 2; i < marks.length; i++)
    jump = Math.max(jump, (marks[i] as number) - (marks[i - 2] as number))
  const growth = lastLevel - firstLevel
  const left = growth - jump
  return {
    id: 'not-a-step',
    fired: left >= LEFT * growth,
    figures: { growth, jump, left },
    says: `${left} of ${growth} came apart from the largest jump of ${jump}`,
  }
}
