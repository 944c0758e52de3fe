import type { EvidenceStore } from '#shared/store/evidence-store.ts'
import {
  isEvidence,
  joinEvidence,
  mergeEvidence,
  noEvidence,
  type ProcessEvidence,
} from '#shared/trend/evidence.ts'
import type { ProcessId } from '#shared/trend/process.ts'
import type { Snapshot } from '#shared/trend/snapshot.ts'
import { inParallel, REQUESTS } from './in-parallel.ts'

/** What dumps and leak profiles of processes tell, as they are met. */
export type FoundEvidence = Map<ProcessId, ProcessEvidence>

/** Adds what a snapshot tells, if it is of those that tell more than counts. */
export function addEvidence(found: FoundEvidence, snapshot: Snapshot): void {
  if (!isEvidence(snapshot)) return
  const { process } = snapshot
  found.set(process, mergeEvidence(found.get(process) ?? noEvidence(process), [snapshot]))
}

/** Keeps what was found beside what is known; a repeated run writes nothing. */
export async function keepEvidence(
  { evidence }: { readonly evidence: EvidenceStore },
  tenant: string,
  service: string,
  found: FoundEvidence,
  now: number,
): Promise<void> {
  await inParallel(found.values(), REQUESTS, async (one) => {
    const before = await evidence.get(tenant, service, one.process)
    const after = joinEvidence(before, one)
    if (!sameTimes(before, after)) await evidence.put(tenant, service, after, now)
  })
}

/** Evidence of one time does not change. */
const sameTimes = (a: ProcessEvidence, b: ProcessEvidence): boolean => timesOf(a) === timesOf(b)

const timesOf = ({ dumps, proofs, observations = [] }: ProcessEvidence): string =>
  [dumps, proofs, observations].map((some) => some.map(({ at }) => at).join(',')).join(';')
