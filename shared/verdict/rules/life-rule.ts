import type { SignatureLife } from '../signature-life.ts'
import type { RuleResult } from '../verdict.ts'

/** A rule about one signature in one life of a process. */
export type LifeRule = (life: SignatureLife) => RuleResult
