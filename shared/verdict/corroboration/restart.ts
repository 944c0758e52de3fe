import { median } from '#shared/statistics/median.ts'
import { instanceOf } from '#shared/trend/process.ts'
import type { Growing } from '../growth/growth.ts'
import type { RuleResult } from '../model/rule.ts'
import { counted } from '../model/words.ts'

/** Rates of two lives are about the same within this factor. */
const SAME_RATE = 3
/** Share of a life that the next one may share with it. */
const OVERLAP = 0.1

/**
 * The same growth in a later life, of the same instance or of one that came after it: a Deployment names its
 * processes anew at each restart. A warm-up does not repeat without end.
 */
export function againAfterRestart(growing: readonly Growing[]): RuleResult<'again-after-restart'> {
  const byInstance = Map.groupBy(growing, ({ life }) => instanceOf(life.series.process.id))
  const alike = Math.max(0, ...[...byInstance.values(), growing].map((some) => inARow(alikeOf(some))))
  const [first] = inOrder(growing)
  const restarts = growing.filter((one) => first !== undefined && follows(one, first)).length
  return {
    id: 'again-after-restart',
    fired: alike >= 2,
    figures: { lives: growing.length, alike, restarts },
    says: `grows in ${counted(growing.length, 'life')}${growing.length < 2 ? '' : `, in ${alike} of them one after the other at a similar rate`}; threshold: 2`,
  }
}

/** Lives that grow at about the rate of the middle one. */
function alikeOf(growing: readonly Growing[]): Growing[] {
  const middle = median(Float64Array.from(growing, ({ rate }) => rate.perHour))
  return growing.filter(
    ({ rate: { perHour } }) => perHour <= middle * SAME_RATE && perHour * SAME_RATE >= middle,
  )
}

/** The most of these lives that came one after the other. */
function inARow(growing: readonly Growing[]): number {
  let number = 0
  let last: Growing | undefined
  for (const one of inOrder(growing)) {
    if (last !== undefined && !follows(one, last)) continue
    last = one
    number++
  }
  return number
}

/** Those that ended first before the others. */
const inOrder = (growing: readonly Growing[]): Growing[] =>
  [...growing].sort((a, b) => endOf(a) - endOf(b) || startOf(a) - startOf(b))

/** Whether a life began when another one was over, or nearly: a rolling restart starts the next one first. */
const follows = (one: Growing, before: Growing): boolean =>
  one !== before && endOf(before) - startOf(one) <= OVERLAP * (endOf(before) - startOf(before))

const startOf = ({ life: { times } }: Growing): number => times[0] ?? 0
const endOf = ({ life: { times } }: Growing): number => times.at(-1) ?? 0
