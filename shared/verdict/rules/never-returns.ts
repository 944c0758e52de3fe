import { type Changes, changesOf, returnedOf } from '../measure/changes.ts'
import { counted, grouped, percent } from '../model/words.ts'
import type { LifeRule } from './life-rule.ts'

/** Falls over rises: recorded leaks have 0.00–0.02, stacks driven by load 0.5–1.0 (docs/verdicts.md, 2026-10). */
export const MOST_RETURNED = 0.35

/**
 * What came does not go: after a median of 3 the series falls little beside what it rises. Healthy goroutines of
 * the same stack come and go within the windows of the low water, so its marks may say it too.
 */
export const neverReturns: LifeRule<'never-returns'> = ({ counts: { last }, lowWater: { marks } }) => {
  const [points, ebbs] = [changesOf(last), changesOf(marks)]
  const { rises, falls } = returnedOf(ebbs) < returnedOf(points) ? ebbs : points
  const returned = returnedOf({ rises, falls })
  return {
    id: 'never-returns',
    fired: returned <= MOST_RETURNED,
    figures: { rises, falls, returned },
    says: leftText({ rises, falls }),
  }
}

/** `2 of 40 goroutines that came have left (5 %); threshold: at most 35 %` */
export const leftText = ({ rises, falls }: Changes): string =>
  `${grouped(falls)} of ${counted(rises, 'goroutine')} that came ${falls === 1 ? 'has' : 'have'} left (${percent(returnedOf({ rises, falls }))}); threshold: at most ${percent(MOST_RETURNED)}`
