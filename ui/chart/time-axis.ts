import type { Column } from './lines.ts'

/** What does the axis of time show of few points? */

/** Seconds shown on both sides of a single moment, which has no span of its own. */
const AROUND_ONE = 1_800

/** The axis is as long as the data, no longer: a point alone stands in the middle of an hour. Seconds. */
export const timeRange = (first: number, last: number): [number, number] =>
  first === last ? [first - AROUND_ONE, last + AROUND_ONE] : [first, last]

/** Whether a column is too short to be a line: its point is drawn. */
export const isSpot = (column: Column): boolean => column.filter((value) => value != null).length < 2
