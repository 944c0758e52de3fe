import type { Quiet } from './verdict.ts'

/**
 * The reasons why a stack is no finding, those first that tell a reader most: what grew and is no leak, what
 * may be one, what the settings say, what cannot be told yet; what does not move last.
 */
export const QUIET_ORDER: readonly Quiet[] = [
  'load-proportional',
  'plateaued',
  'stepped',
  'bounded',
  'watch',
  'intended',
  'insufficient',
  'benign',
  'stable',
]

/** Sorts reasons by what they tell. */
export const byTelling = (a: Quiet, b: Quiet): number => QUIET_ORDER.indexOf(a) - QUIET_ORDER.indexOf(b)
