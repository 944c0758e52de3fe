import { foundBy, type RuleId, type RuleResult } from '../model/rule.ts'
import type { Tier } from '../model/verdict.ts'

/** Rules that make growth in one process a leak of the program. */
const CORROBORATION: ReadonlySet<RuleId> = new Set<RuleId>([
  'again-after-restart',
  'several-processes',
  'known-cause',
  'ages',
  'sockets',
])

/** An hour: goroutines that pile up and wait this long are not being served. */
const LONG_WAIT = 60

/**
 * The tier of a signature whose rules of growth all hold, or that piles up.
 *
 * @param rules what the strongest life said: a pile-up is surer only where its goroutines have waited for long
 */
export function tierOf(rules: readonly RuleResult[], corroboration: readonly RuleResult[]): Tier {
  const fired = corroboration.filter((rule) => rule.fired).map(({ id }) => id)
  if (fired.includes('runtime-proof')) return 'proven'
  if (rules.some(({ id }) => id === 'pile-up')) {
    const oldest = foundBy(corroboration, 'ages')?.figures.oldest ?? 0
    return fired.includes('known-cause') && oldest >= LONG_WAIT ? 'probable' : 'suspect'
  }
  return fired.some((id) => CORROBORATION.has(id)) ? 'probable' : 'suspect'
}
