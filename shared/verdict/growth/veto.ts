import type { SignatureLife } from '../life/signature-life.ts'
import type { Quiet } from '../model/quiet.ts'
import type { RuleId, RuleResult } from '../model/rule.ts'
import { type Growth, quiet } from './growth.ts'

/** Which word a veto has, where it stands against all others or says most. The order is that of certainty. */
const WORDS: readonly [RuleId, Quiet, needs: readonly RuleId[]][] = [
  ['not-load', 'load-proportional', []],
  ['alive', 'plateaued', ['monotone', 'separated']],
  ['not-a-step', 'stepped', ['separated']],
  ['not-saturating', 'bounded', ['separated']],
]

/** A life that some rule speaks against, with the word for it. */
export const vetoed = (life: SignatureLife, rules: readonly RuleResult[]): Growth =>
  quiet(life, rules, ...reasonOf(rules))

function reasonOf(rules: readonly RuleResult[]): [Quiet, string] {
  const fired = new Set(rules.filter((rule) => rule.fired).map(({ id }) => id))
  for (const [id, word, needs] of WORDS) {
    const rule = rules.find((each) => each.id === id)
    if (rule !== undefined && !rule.fired && needs.every((need) => fired.has(need))) return [word, rule.says]
  }
  const against = rules.filter((rule) => !rule.fired)
  const disagreement = against.map(({ id, says }) => `${id} disagrees: ${says}`).join('; ')
  return ['watch', `${rules[0]?.says}, but ${disagreement}`]
}
