import { DAY, HOUR, MINUTE } from '#shared/time.ts'

/** Profiles of an hour under which a share says nothing: one process sends as many. */
const FEW = 60
/** CloudWatch counts in these steps, and has the newest one complete only after it. */
const STEP = 5 * MINUTE

/** Milliseconds since the epoch, whole steps; `to` is exclusive. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** The last hour that is counted completely. */
export function lastHour(now: number): Span {
  const to = Math.floor(now / STEP) * STEP - STEP
  return { from: to - HOUR, to }
}

/** The same hour of the day before. */
export const yesterday = ({ from, to }: Span): Span => ({ from: from - DAY, to: to - DAY })

/**
 * How many profiles are stored, in percent of those of the same hour yesterday; more than all counts as all.
 *
 * @returns undefined where yesterday's were too few to say
 */
export const againstYesterday = (stored: number, before: number): number | undefined =>
  before < FEW ? undefined : Math.min(100, (100 * stored) / before)
