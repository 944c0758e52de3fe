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
  large: 3.4,
  pace: 0.48,
  'pace-now': 0.27,
  'pace-elsewhere': 0.51,
  ceiling: 0.53,
  'none-left': 1.7,
  load: 6.3,
  serves: 10,
  jump: 7.4,
  age: 0.52,
  'library-leak': 5.8,
  sockets: 6,
  ages: 8,
  proof: 7.4,
}

/** Natural logarithm of the odds of a stack that grows by all rules, before any argument. */
export const BASE = -2.1
