import { HOUR } from '#shared/time.ts'

/** What is learned from looking at a case again and again. */

/** Hours after the begin of a leak, or of a healthy service, at which a made case is looked at. */
const LOOKS = [0.5, 1, 2, 3, 4, 5, 6, 9, 12, 18, 24, 36, 48, 72, 96, 168, 240, 336] as const

/** The times of the looks at a made case, its end last; milliseconds since the epoch, as all times here. */
export const lookTimes = (begin: number, end: number): number[] => [
  ...LOOKS.map((hours) => begin + hours * HOUR).filter((at) => at < end),
  end,
]

/** Looks at a recorded case, evenly spaced, the last at its end. */
const RECORDED_LOOKS = 16

/** When a recorded case is looked at before its end, milliseconds since the epoch. */
export const timesAlong = (start: number, end: number): number[] =>
  Array.from({ length: RECORDED_LOOKS - 1 }, (_, i) => start + ((i + 1) * (end - start)) / RECORDED_LOOKS)

/** What a method said at one look, and what was true then. */
export interface Look {
  /** Hours after the begin of the leak, or of a healthy service. */
  readonly hours: number
  /** Whether the leak was reported; false where nothing leaks. */
  readonly found: boolean
  /** Whether something was reported that does not leak. */
  readonly wrong: boolean
}

/** One thing that a method gave a probability. */
export interface Opinion {
  /** 0 … 1. */
  readonly probability: number
  /** Whether it was a leak. */
  readonly leaks: boolean
}

/** Hours until the first look that found the leak; undefined: none did. */
export const delayOf = (looks: readonly Pick<Look, 'hours' | 'found'>[]): number | undefined =>
  looks.find(({ found }) => found)?.hours

/** How often something was reported again that had been reported before and then was not. */
export function flipsOf(reports: readonly boolean[]): number {
  const begins = reports.filter((reported, i) => reported && reports[i - 1] !== true).length
  return Math.max(0, begins - 1)
}
