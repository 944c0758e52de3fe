import type { Growing } from '../growth/growth.ts'
import { stackedLife } from '../life/life-stack.ts'
import { LARGE_GROWTH } from '../measure/sizes.ts'
import { alive } from '../rules/alive.ts'
import { notSaturating } from '../rules/not-saturating.ts'

/** A warm-up fills every process after every start: growth in the first hours repeats by itself, unless it is large. */
export const WARM_HOURS = 6

/** The lives whose growth is no warm-up; all of them where short ones rise as no warm-up does. */
export const grownUp = (growing: readonly Growing[]): readonly Growing[] =>
  growing.some(isGrownUp) || !riseStraight(growing) ? growing.filter(isGrownUp) : growing

const isGrownUp = ({ life, isPooled }: Growing): boolean =>
  life.spanHours >= WARM_HOURS || life.lastLevel - life.firstLevel >= LARGE_GROWTH || isPooled === true

/** Lives that must be laid over one another to tell a leak in each of them from a warm-up in each of them. */
const LEAST_LIVES = 3

/** Whether short lives laid over one another rise to their ends and to no ceiling, as no warm-up does. */
function riseStraight(growing: readonly Growing[]): boolean {
  const [first, ...others] = growing.map(({ life }) => life)
  if (first === undefined || growing.length < LEAST_LIVES) return false
  const stack = stackedLife([first, ...others])
  return alive(stack).fired && notSaturating(stack).fired
}
