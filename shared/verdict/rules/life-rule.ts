import type { SignatureLife } from '../life/signature-life.ts'
import type { RuleId, RuleResult } from '../model/rule.ts'

/** A rule about one signature in one life of a process. */
export type LifeRule<Id extends RuleId = RuleId> = (life: SignatureLife) => RuleResult<Id>
