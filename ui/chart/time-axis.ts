import type { Column } from './lines.ts'

/** What does the axis of time show of few points? */

/** Seconds shown on both sides of a single moment, which has no span of its own. */
const AROUND_ONE = 1_800

/** A part of the time, seconds since the epoch; undefined where it begins or ends with the data. */
export interface TimeView {
  readonly from: number | undefined
  readonly to: number | undefined
}

/**
 * The axis is as long as the data, no longer: a point alone stands in the middle of an hour. Seconds.
 *
 * @param view what is looked at; all where nothing of the data is in it
 */
export function timeRange(first: number, last: number, view?: TimeView): [number, number] {
  const from = Math.max(first, view?.from ?? first)
  const to = Math.min(last, view?.to ?? last)
  if (from < to) return [from, to]
  return first === last ? [first - AROUND_ONE, last + AROUND_ONE] : [first, last]
}

/** Whether a column is too short to be a line: its point is drawn. */
export const isSpot = (column: Column): boolean => column.filter((value) => value != null).length < 2
