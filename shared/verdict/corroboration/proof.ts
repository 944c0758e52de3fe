import type { SignatureId } from '#shared/signature/signature.ts'
import type { ProcessEvidence } from '#shared/trend/evidence.ts'
import type { RuleResult } from '../model/rule.ts'
import { counted } from '../model/words.ts'

/** Growth of a proof below this is its own jitter (golang/go#79452: one too few now and then). */
const PROOF_JITTER = 1

/** The runtime proves it, in two reads or more, and the number it proves grows: one per client for life is harmless. */
export function runtimeProof(
  evidence: readonly ProcessEvidence[],
  signature: SignatureId,
): RuleResult<'runtime-proof'> {
  const reads = evidence.map(({ proofs }) => proofs.map(({ leaked }) => leaked.get(signature) ?? 0))
  const growths = reads.map((counts) => (counts.at(-1) ?? 0) - Math.min(...counts, counts[0] ?? 0))
  const most = Math.max(0, ...reads.flat())
  const growth = Math.max(0, ...growths)
  const number = reads.flat().length
  return {
    id: 'runtime-proof',
    fired: number >= 2 && growth > PROOF_JITTER,
    figures: { reads: number, most, growth },
    says:
      number === 0
        ? 'no goroutineleak profile received'
        : `goroutineleak profiles list up to ${counted(most, 'goroutine')} in ${counted(number, 'read')}, ${growth} more in the last than in the smallest; threshold: 2 reads and ${PROOF_JITTER + 1} more`,
  }
}
