import type { ArgumentId } from '../model/argument.ts'

/** Arguments whose weight is fitted on labelled cases. */
export type FittedId = Exclude<ArgumentId, keyof typeof STATED>

/**
 * Weights that no labelled cases tell. Those of individuals are 1, since what is measured is a logarithm of odds
 * already; ten thousand in one place are a leak two times in three, and seven times in eight where they wait for long.
 */
export const STATED = { residents: 1, turnover: 1, 'pile-up': 4.6, 'long-wait': 1.8 } as const

/** What one unit of each argument adds to the natural logarithm of the odds; fitted by `npm run odds` (decision 22). */
export const FITTED: Readonly<Record<FittedId, number>> = {
  large: 3.4,
  pace: 0.82,
  'pace-now': 0.26,
  'pace-elsewhere': 0.62,
  swing: 0.62,
  churn: 0.26,
  ceiling: 0.3,
  'none-left': 4.3,
  load: 7.7,
  serves: 9.4,
  jump: 6.4,
  age: 0.44,
  'library-leak': 3.9,
  sockets: 5,
  ages: 5.8,
  proof: 5.8,
}

/** Natural logarithm of the odds of a stack that grows by all rules, before any argument. */
export const BASE = -4.1
