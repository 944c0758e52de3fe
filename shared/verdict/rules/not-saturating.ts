import { max } from 'd3-array'
import { gainOf, type Saturation, saturation } from '#shared/statistics/saturation.ts'
import { plainHours } from '#shared/trend/load.ts'
import { grouped } from '../model/words.ts'
import type { LifeRule } from './life-rule.ts'

/** The bent curve must leave less than half of the squares that the straight line leaves … */
const CLEARLY_BENT = 2
/**
 * … or so much less that n · ln(gain) exceeds this, n the points that its residuals are worth. 6 to 15 found as many
 * warm-ups and lost no leak (battery, 2026-11).
 */
const SURELY_BENT = 8
/** A ceiling that leaves more than a quarter of what has grown still to come is no ceiling yet. */
const NEAR = 1.25

/**
 * Pace of the fastest window in the last quarter, as a share of that in the first, from which a rise keeps its pace:
 * half way, by factors, between a leak (1) and a curve that is as `NEAR` to its ceiling (e^(-1.2) = 0.3).
 */
const KEEPS_PACE = 0.55
/** A window that brought fewer tells no pace, nor does one that brought no more than another one lost. */
const LEAST_PACE = 3

/**
 * It does not approach a ceiling: caches and pools on demand fill ever slower, leaks do not. What is straight over
 * plain hours has no ceiling, nor has what is straight over busy ones, unless a curve over plain hours fits better:
 * a warm-up that ends as the evening comes looks straight beside the traffic. What rests and comes on as fast as it
 * began has none either, such as a leak in a job that pauses at the weekend.
 */
export const notSaturating: LifeRule<'not-saturating'> = ({
  times,
  clock,
  counts: { low },
  lowWater: { marks },
  firstLevel,
  lastLevel,
}) => {
  const bends = (curve: Saturation, line: number): boolean =>
    isBent(curve, line) && curve.ceiling - firstLevel < NEAR * (lastLevel - firstLevel)
  const plain = saturation(plainHours(times), low)
  const { gain, ceiling } = plain
  const found = (fired: boolean, says: string) =>
    ({ id: 'not-saturating', fired, figures: { gain, ceiling }, says }) as const
  if (!isBent(plain, plain.line))
    return found(true, 'no ceiling in sight: a curve that levels off fits no better than a straight line')
  const curve = `a curve that levels off at ${grouped(Math.round(ceiling))} fits ${gain.toFixed(1)} times as well as a straight line`
  if (!bends(plain, plain.line))
    return found(
      true,
      `no ceiling in sight: the best curve levels off far above, at ${grouped(Math.round(ceiling))}`,
    )
  if (keepsPace(marks)) return found(true, `${curve}, but the last quarter brought as much as the first`)
  if (!bendsBeside(plain, saturation(clock, low), bends))
    return found(true, `${curve}, but not over busy hours`)
  return found(false, curve)
}

/** Whether the curve fits clearly better than a straight line that leaves these squares. */
function isBent({ curve, independent }: Saturation, line: number): boolean {
  const gain = gainOf(line, curve)
  return gain >= CLEARLY_BENT || independent * Math.log(gain) > SURELY_BENT
}

/** Whether the fastest window of the last quarter brought as much for good as that of the first one. */
function keepsPace(marks: Float64Array): boolean {
  const lost = marks.reduce((most, mark, i) => Math.max(most, (marks[i - 1] ?? mark) - mark), 0)
  const kept = marks.slice()
  for (let i = kept.length - 2; i >= 0; i--) kept[i] = Math.min(kept[i] as number, kept[i + 1] as number)
  const steps = kept.map((mark, i) => mark - (kept[i - 1] ?? mark))
  const quarter = Math.max(1, Math.floor(steps.length / 4))
  const [first, last] = [max(steps.subarray(0, quarter)) ?? 0, max(steps.subarray(-quarter)) ?? 0]
  return last >= LEAST_PACE && last > lost && last >= KEEPS_PACE * first
}

/** Whether a straight line over busy hours is worse than a curve over either clock. */
const bendsBeside = (
  plain: Saturation,
  busy: Saturation,
  bends: (curve: Saturation, line: number) => boolean,
): boolean => bends(busy, busy.line) || bends(plain, busy.line)
