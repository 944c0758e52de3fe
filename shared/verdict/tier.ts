import type { RuleResult, Tier } from './verdict.ts'

/** Rules that make growth in one process a leak of the program. */
const CORROBORATION = new Set(['again-after-restart', 'several-processes', 'known-cause'])

/** The tier of a signature whose rules of growth all hold. */
export const tierOf = (evidence: readonly RuleResult[]): Tier =>
  evidence.some(({ id, fired }) => fired && CORROBORATION.has(id)) ? 'probable' : 'suspect'
