/** Names of the rules; docs/verdicts.md has a heading for each. */
export type RuleId =
  | 'low-water-rises'
  | 'monotone'
  | 'separated'
  | 'alive'
  | 'never-returns'
  | 'not-a-step'
  | 'not-saturating'
  | 'not-load'
  | 'again-after-restart'
  | 'several-processes'
  | 'known-cause'
  | 'runtime-proof'
  | 'ages'
  | 'sockets'
  | 'pile-up'
  | 'burst'

/** What one rule found. */
export interface RuleResult {
  readonly id: RuleId
  readonly fired: boolean
  /** The numbers that decided, by name. */
  readonly figures: Readonly<Record<string, number>>
  /** One sentence made from the figures. */
  readonly says: string
}
