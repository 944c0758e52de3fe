import type { SignatureId } from '#shared/signature/signature.ts'
import type { Tier, Verdict } from '#shared/verdict/model/verdict.ts'
import type { Finding } from './finding.ts'

/** Probabilities at which a finding loses a tier that it has: lower than those that give it, so that none flips from look to look. */
const LOSES: readonly (readonly [Tier, number])[] = [
  ['probable', 0.85],
  ['suspect', 0.4],
]

/** A verdict with the tier that its finding keeps. @param known the findings of the service, before or after they move on */
export function held(verdict: Verdict, known: readonly Finding[]): Verdict {
  const before = known.find(({ id, state }) => state !== 'resolved' && concerns(verdict, id))?.verdict.tier
  const keeps = LOSES.find(([tier, least]) => tier === before && verdict.probability >= least)?.[0]
  return keeps === undefined || rank(verdict.tier) >= rank(keeps) ? verdict : { ...verdict, tier: keeps }
}

/** From the least sure to the surest. */
const TIERS: readonly Tier[] = ['watch', 'suspect', 'probable', 'proven']
const rank = (tier: Tier): number => TIERS.indexOf(tier)

/** Whether a verdict is on a signature, under its own name or a former one. */
export const concerns = ({ members }: Verdict, id: SignatureId): boolean =>
  members.some(({ signature, formerly }) => signature === id || formerly?.includes(id))
