import type { EvidenceStore } from '#shared/store/evidence-store.ts'
import { isEvidence, mergeEvidence, type ProcessEvidence } from '#shared/trend/evidence.ts'
import type { Snapshot } from '#shared/trend/snapshot.ts'

/** Keeps what the dumps and leak profiles among the snapshots tell; a repeated run writes nothing. */
export async function keepEvidence(
  { evidence }: { readonly evidence: EvidenceStore },
  tenant: string,
  service: string,
  snapshots: readonly Snapshot[],
  now: number,
): Promise<void> {
  const byProcess = Map.groupBy(snapshots.filter(isEvidence), ({ process }) => process)
  for (const [process, some] of byProcess) {
    const before = await evidence.get(tenant, service, process)
    const after = mergeEvidence(before, some)
    if (!sameTimes(before, after)) await evidence.put(tenant, service, after, now)
  }
}

/** Evidence of one time does not change. */
const sameTimes = (a: ProcessEvidence, b: ProcessEvidence): boolean => timesOf(a) === timesOf(b)

const timesOf = ({ dumps, proofs }: ProcessEvidence): string =>
  [dumps, proofs].map((some) => some.map(({ at }) => at).join(',')).join(';')
