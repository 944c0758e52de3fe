import type { RuleFigures } from './rule-figures.ts'

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
  | 'residents'

/** What one rule found; of a union of names, one of them. */
export type RuleResult<Id extends RuleId = RuleId> = { readonly [One in Id]: Found<One> }[Id]

interface Found<Id extends RuleId> {
  readonly id: Id
  readonly fired: boolean
  /** The numbers that decided, by name. */
  readonly figures: RuleFigures[Id]
  /** One sentence made from the figures. */
  readonly says: string
}

/** What the rule with a name found; undefined where it was not asked. */
export const foundBy = <Id extends RuleId>(
  rules: readonly RuleResult[],
  id: Id,
): Extract<RuleResult, { readonly id: Id }> | undefined =>
  rules.find((rule): rule is Extract<RuleResult, { readonly id: Id }> => rule.id === id)
