import type { RuleId, RuleResult, Tier } from './verdict.ts'

/** Rules that make growth in one process a leak of the program. */
const CORROBORATION: ReadonlySet<RuleId> = new Set<RuleId>([
  'again-after-restart',
  'several-processes',
  'known-cause',
  'ages',
  'sockets',
])

/** The tier of a signature whose rules of growth all hold. */
export function tierOf(evidence: readonly RuleResult[]): Tier {
  const fired = evidence.filter((rule) => rule.fired).map(({ id }) => id)
  if (fired.includes('runtime-proof')) return 'proven'
  return fired.some((id) => CORROBORATION.has(id)) ? 'probable' : 'suspect'
}
