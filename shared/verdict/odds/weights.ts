import type { ArgumentId } from '../model/argument.ts'

/** Arguments whose weight is fitted on labelled cases. */
export type FittedId = Exclude<ArgumentId, keyof typeof STATED>

/**
 * Weights that no labelled cases tell. Those of individuals are 1, since what is measured is a logarithm of odds
 * already; ten thousand in one place are a leak two times in three, and seven times in eight where they wait for long.
 */
export const STATED = { residents: 1, turnover: 1, 'pile-up': 3.6, 'long-wait': 1.8 } as const

/** What one unit of each argument adds to the natural logarithm of the odds; fitted by `npm run odds` (decision 18). */
export const FITTED: Readonly<Record<FittedId, number>> = {
  large: 2,
  pace: 0.69,
  'pace-now': 0.28,
  'pace-elsewhere': 0.52,
  swing: 0.58,
  churn: 0.58,
  ceiling: 0.35,
  'none-left': 2.2,
  load: 6.9,
  serves: 8.2,
  jump: 9.8,
  age: 0.62,
  'library-leak': 6,
  sockets: 5.3,
  ages: 6.9,
  proof: 6.5,
}

/** Natural logarithm of the odds of a stack that grows by all rules, before any argument. */
export const BASE = -3.1
