import { counted, percent } from '../words.ts'
import type { LifeRule } from './life-rule.ts'

/** Falls over rises: recorded leaks have 0.00–0.02, stacks driven by load 0.5–1.0 (docs/verdicts.md, 2026-10). */
export const MOST_RETURNED = 0.35

/**
 * What came does not go: after a median of 3 the series falls little beside what it rises. Healthy goroutines of
 * the same stack come and go within the windows of the low water, so its marks may say it too.
 */
export const neverReturns: LifeRule = ({ counts: { last }, lowWater: { marks } }) => {
  const [points, ebbs] = [changesOf(last), changesOf(marks)]
  const { rises, falls } = share(ebbs) < share(points) ? ebbs : points
  const returned = share({ rises, falls })
  return {
    id: 'never-returns',
    fired: returned <= MOST_RETURNED,
    figures: { rises, falls, returned },
    says: leftText({ rises, falls }),
  }
}

/** `2 of 40 goroutines that came have left (5 %); threshold: at most 35 %` */
export const leftText = ({ rises, falls }: Changes): string =>
  `${falls} of ${counted(rises, 'goroutine')} that came ${falls === 1 ? 'has' : 'have'} left (${percent(share({ rises, falls }))}); threshold: at most ${percent(MOST_RETURNED)}`

interface Changes {
  readonly rises: number
  readonly falls: number
}

const share = ({ rises, falls }: Changes): number => (rises === 0 ? 1 : falls / rises)

/** Falls over rises of a series: 0 for one that only rises, 1 for one that ends where it began. */
export const shareReturned = (values: Float64Array): number => share(changesOf(values))

/** Falls over rises of a series without healthy goroutines among the leaked ones (recorded: 0.00–0.02). */
const CLEAN = 0.05

/** Whether nearly nothing of what came has left: no healthy goroutines stand among the leaked ones. */
export function isClean(values: Float64Array): boolean {
  const { rises, falls } = changesOf(values)
  return falls <= CLEAN * rises
}

/** Sums of all rises and of all falls of a series after a median of 3, which takes single outliers out. */
export function changesOf(values: Float64Array): Changes {
  let rises = 0
  let falls = 0
  for (let i = 2; i < values.length - 1; i++) {
    const change = middleOf3(values, i) - middleOf3(values, i - 1)
    if (change > 0) rises += change
    else falls -= change
  }
  return { rises, falls }
}

function middleOf3(values: Float64Array, i: number): number {
  const [a, b, c] = [values[i - 1] as number, values[i] as number, values[i + 1] as number]
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
}
