import type { RuleResult } from '../model/rule.ts'
import type { Tier } from '../model/verdict.ts'

/** Probability from which a leak is told to people who sleep: 19 of 20 are one (docs/verdicts.md). */
const PROBABLE = 0.95
/** … and from which it is shown as a finding. */
const SUSPECT = 0.6

/** The tier of what grows by all rules, or piles up: the word of the runtime, else the odds. */
export function tierOf(probability: number, corroboration: readonly RuleResult[]): Tier {
  if (corroboration.some(({ id, fired }) => id === 'runtime-proof' && fired)) return 'proven'
  return probability >= PROBABLE ? 'probable' : probability >= SUSPECT ? 'suspect' : 'watch'
}
