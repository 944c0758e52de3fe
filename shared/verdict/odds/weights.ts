import type { ArgumentId } from '../model/argument.ts'

/**
 * What one unit of each argument adds to the natural logarithm of the odds. Written by `npm run odds`, which fits them
 * on labelled cases; no weight may turn an argument into its opposite.
 */
export const WEIGHTS: Readonly<Record<ArgumentId, number>> = {
  size: 0.1,
  large: 1,
  pace: 0.3,
  'pace-now': 0.9,
  'pace-elsewhere': 0.4,
  ceiling: 0.8,
  returned: 6,
  load: 9,
  jump: 0.6,
  serves: 3,
  age: 0.2,
  'late-start': 0.1,
  'again-after-restart': 0.9,
  'several-processes': 0.4,
  'unlike-ages': 0.3,
  'library-leak': 1.4,
  'own-shape': 0.5,
  sockets: 3.4,
  ages: 4.3,
  proof: 4,
  'pile-up': 1.5,
  'long-wait': 1.8,
  residents: 1,
  turnover: 1,
}

/** Natural logarithm of the odds of a stack that grows by all rules, before any argument. */
export const BASE = -0.7
