import type { SignatureId } from '#shared/signature/signature.ts'
import { type Detector, type Method, methodAt } from '../method.ts'

/**
 * The runtime's own proof: goroutines that nothing can wake (`goroutineleak`, Go 1.26). It sees no timers, no input and output,
 * nothing that a global variable reaches. Cases without that profile have no score.
 */
export const PROOF_COUNT: Detector = {
  name: "the runtime's proof",
  source: 'runtime/pprof goroutineleak; one goroutine proven',
  score: 'goroutines proven',
  published: [1],
  scores: ({ evidence }) => {
    const most = new Map<SignatureId, number>()
    for (const { proofs } of evidence)
      for (const { leaked } of proofs)
        for (const [id, count] of leaked) most.set(id, Math.max(count, most.get(id) ?? 0))
    return most
  },
}

export const PROOF: Method = methodAt(PROOF_COUNT, 1)
