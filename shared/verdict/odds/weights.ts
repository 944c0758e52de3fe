import type { ArgumentId } from '../model/argument.ts'

/** Arguments whose weight is fitted on labelled cases. */
export type FittedId = Exclude<ArgumentId, keyof typeof STATED>

/**
 * Weights that no labelled cases tell. Those of individuals are 1, since what is measured is a logarithm of odds
 * already; ten thousand in one place are a leak two times in three, and seven times in eight where they wait for long.
 */
export const STATED = { residents: 1, turnover: 1, 'pile-up': 3.5, 'long-wait': 1.8 } as const

/** What one unit of each argument adds to the natural logarithm of the odds; fitted by `npm run odds` (decision 26). */
export const FITTED: Readonly<Record<FittedId, number>> = {
  large: 1.8,
  pace: 0.63,
  'pace-now': 0.09,
  'pace-elsewhere': 0.65,
  swing: 0.6,
  churn: 0.2,
  ceiling: 0.58,
  'none-left': 2.9,
  stay: 0.57,
  load: 4.3,
  serves: 8.7,
  jump: 8.4,
  age: 1.4,
  'library-leak': 2.3,
  sockets: 4.7,
  ages: 5.8,
  proof: 5.8,
}

/** Natural logarithm of the odds of a stack that grows by all rules, before any argument. */
export const BASE = -3
