import type { SignatureLife } from '../life/signature-life.ts'
import { LEAST_GROWTH } from '../measure/sizes.ts'
import { duration } from '../model/words.ts'

/** Is a life long enough to be judged, does it move at all, and what is said where not? */

/** Fewest points that the rules of growth are asked about (Mann–Kendall with correction needs about 24). */
export const LEAST_POINTS = 24
/** … or those of most of a day in hours: a day has 24, and some are missing. */
const LEAST_HOURS = 20

/** Whether there is enough of a life to judge it. */
export const isLongEnough = ({ times, spanHours }: Pick<SignatureLife, 'times' | 'spanHours'>): boolean =>
  times.length >= LEAST_POINTS || (times.length >= LEAST_HOURS && spanHours >= LEAST_HOURS)

/** Hours from the first to the point with which there is enough of a life. @param step hours between two points */
export const longEnoughAfter = (step: number): number =>
  Math.min((LEAST_POINTS - 1) * step, Math.max((LEAST_HOURS - 1) * step, LEAST_HOURS))

/** Whether it never moved by what a growth must be at least. */
export function isFlat(life: SignatureLife): boolean {
  const [least, most] = rangeOf(life)
  return most - least <= LEAST_GROWTH
}

/** The sentence for a life that never moved. */
export function flat(life: SignatureLife): string {
  const [least, most] = rangeOf(life)
  return `between ${least} and ${most} in ${duration(life.spanHours)}`
}

/** Lowest and highest count; most lives are asked for nothing else, so it is one plain loop. */
function rangeOf({ counts: { low, high } }: SignatureLife): [least: number, most: number] {
  if (low.length === 0) return [0, 0]
  let least = Number.POSITIVE_INFINITY
  let most = 0
  for (let i = 0; i < low.length; i++) {
    least = Math.min(least, low[i] as number)
    most = Math.max(most, high[i] as number)
  }
  return [least, most]
}

/** … for one whose low water stays. */
export function steady({ counts, firstLevel, lastLevel, spanHours }: SignatureLife): string {
  const peak = counts.high.reduce((most, value) => Math.max(most, value), 0)
  return `low water ${firstLevel} → ${lastLevel} in ${duration(spanHours)}, peak ${peak}`
}

/** … for one too short to judge: what is missing, and when it can be. */
export function missingPoints({ times, firstLevel, lastLevel, spanHours }: SignatureLife): string {
  const step = times.length < 2 ? undefined : spanHours / (times.length - 1)
  const missing = LEAST_POINTS - times.length
  const when = step === undefined ? '' : `; can be judged in ${duration(step * missing)} at this pace`
  return `low water ${firstLevel} → ${lastLevel} in ${times.length} of ${LEAST_POINTS} points${when}`
}
