/** What speaks for a leak or against one; docs/verdicts.md has a line for each. */
export type ArgumentId =
  | 'large'
  | 'pace'
  | 'pace-now'
  | 'pace-elsewhere'
  | 'swing'
  | 'churn'
  | 'ceiling'
  | 'none-left'
  | 'stay'
  | 'load'
  | 'serves'
  | 'jump'
  | 'age'
  | 'library-leak'
  | 'sockets'
  | 'ages'
  | 'proof'
  | 'residents'
  | 'turnover'
  | 'pile-up'
  | 'long-wait'

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
