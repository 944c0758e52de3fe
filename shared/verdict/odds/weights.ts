import type { ArgumentId } from '../model/argument.ts'

/** Arguments whose weight is fitted on labelled cases. */
export type FittedId = Exclude<ArgumentId, keyof typeof STATED>

/**
 * Weights that no labelled cases tell. Those of individuals are 1, since what is measured is a logarithm of odds
 * already; ten thousand in one place are a leak two times in three, and seven times in eight where they wait for long.
 */
export const STATED = { residents: 1, turnover: 1, 'pile-up': 4.4, 'long-wait': 1.8 } as const

/** What one unit of each argument adds to the natural logarithm of the odds; fitted by `npm run odds` (decision 24). */
export const FITTED: Readonly<Record<FittedId, number>> = {
  large: 3.2,
  pace: 0.79,
  'pace-now': 0.27,
  'pace-elsewhere': 0.63,
  swing: 0.6,
  churn: 0.29,
  ceiling: 0.25,
  'none-left': 3.9,
  load: 6.9,
  serves: 8.9,
  jump: 6.8,
  age: 0.42,
  'library-leak': 4.2,
  sockets: 4.6,
  ages: 5.4,
  proof: 5.5,
}

/** Natural logarithm of the odds of a stack that grows by all rules, before any argument. */
export const BASE = -3.9
