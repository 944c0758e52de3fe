import type { SignatureLife } from '../life/signature-life.ts'
import type { RuleResult } from '../model/rule.ts'

/** A rule about one signature in one life of a process. */
export type LifeRule = (life: SignatureLife) => RuleResult
