/** What is learned from looking at a case again and again. */

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
