/** What speaks for a leak or against one, and how much it weighs. */
export type ArgumentId =
  | 'size'
  | 'large'
  | 'pace'
  | 'pace-now'
  | 'pace-elsewhere'
  | 'ceiling'
  | 'returned'
  | 'load'
  | 'jump'
  | 'serves'
  | 'age'
  | 'late-start'
  | 'again-after-restart'
  | 'several-processes'
  | 'unlike-ages'
  | 'library-leak'
  | 'own-shape'
  | 'sockets'
  | 'ages'
  | 'proof'
  | 'pile-up'
  | 'long-wait'
  | 'residents'
  | 'turnover'

/** One argument in the odds of a verdict. */
export interface Argument {
  readonly id: ArgumentId
  /** What was measured, in the unit of docs/verdicts.md; 0 says nothing. */
  readonly value: number
  /** Natural logarithm of what it multiplies the odds by: above 0 for a leak, below against one. */
  readonly points: number
  /** One sentence made from what was measured. */
  readonly says: string
}
