import type { SignatureLife } from '../life/signature-life.ts'
import { rateSince } from '../measure/rate.ts'
import { sinceOf } from '../measure/since.ts'
import type { Rate } from '../model/figures.ts'
import type { Quiet } from '../model/quiet.ts'
import type { RuleResult } from '../model/rule.ts'

/** A life in which a signature grows. */
export interface Growing {
  readonly grows: true
  readonly life: SignatureLife
  /** What the rules looked at: the life, a part of it, its days, or all lives laid over one another. */
  readonly view: SignatureLife
  /** The lives that the view lays over one another, where it does: point by point from their start. */
  readonly together?: readonly SignatureLife[]
  readonly rules: readonly RuleResult[]
  readonly rate: Rate
  readonly since: number
}

/** A life in which it does not, and the word for it. */
export interface NotGrowing {
  readonly grows: false
  readonly life: SignatureLife
  readonly rules: readonly RuleResult[]
  readonly quiet: Quiet
  readonly why: string
}

/** What the rules say of one signature in one life. */
export type Growth = Growing | NotGrowing

/**
 * A life that grows.
 */
export function grows(life: SignatureLife, view: SignatureLife, rules: readonly RuleResult[]): Growing {
  const since = sinceOf(view)
  return { grows: true, life, view, rules, since, rate: rateSince(view, since) }
}

/** A life that does not. */
export const quiet = (
  life: SignatureLife,
  rules: readonly RuleResult[],
  verdict: Quiet,
  why: string,
): Growth => ({
  grows: false,
  life,
  rules,
  quiet: verdict,
  why,
})
