import type { ArgumentId } from '../model/argument.ts'

/** Arguments whose weight is fitted on labelled cases. */
export type FittedId = Exclude<ArgumentId, keyof typeof STATED>

/**
 * Weights that no labelled cases tell. Those of individuals are 1, since what is measured is a logarithm of odds
 * already; ten thousand in one place are a leak two times in three, and seven times in eight where they wait for long.
 */
export const STATED = { residents: 1, turnover: 1, 'pile-up': 2.6, 'long-wait': 1.8 } as const

/** What one unit of each argument adds to the natural logarithm of the odds; written by `npm run odds`. */
export const FITTED: Readonly<Record<FittedId, number>> = {
  large: 2.9,
  pace: 0.46,
  'pace-now': 0.58,
  'pace-elsewhere': 0.44,
  ceiling: 0.73,
  'none-left': 2.3,
  returned: 0.5,
  load: 4.1,
  serves: 7.9,
  jump: 5.4,
  age: 0.35,
  'library-leak': 4.7,
  sockets: 4.3,
  ages: 6,
  proof: 5.8,
}

/** Natural logarithm of the odds of a stack that grows by all rules, before any argument. */
export const BASE = -1.8
