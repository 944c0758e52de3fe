import { tellsWaits } from '#shared/goroutine/model.ts'
import type { Sighting, SignatureId } from '#shared/signature/signature.ts'
import { keptObservations } from '#shared/survivor/kept.ts'
import type { Observation } from '#shared/survivor/observation.ts'
import type { ProcessId } from './process.ts'
import type { Snapshot } from './snapshot.ts'

/** Sightings of one debug=2 dump: waits, ages, creators. */
export interface Dump {
  readonly at: number
  readonly sightings: readonly Sighting[]
}

/** What the runtime proved in one `goroutineleak` profile; a signature that is not in it had none. */
export interface Proof {
  readonly at: number
  readonly leaked: ReadonlyMap<SignatureId, number>
}

/** What the rarer profiles of a process told, newest last. They outlive the snapshots that they are from. */
export interface ProcessEvidence {
  readonly process: ProcessId
  readonly dumps: readonly Dump[]
  readonly proofs: readonly Proof[]
  /** Its goroutines one by one, dump by dump; missing where no dump told. */
  readonly observations?: readonly Observation[]
}

/** Dumps and proofs kept of a process: enough to see ages grow and a proof repeat. */
const MOST_DUMPS = 6
const MOST_PROOFS = 24
/** Stacks kept of a dump, the largest first: a leak is not among the small ones. */
const MOST_SIGHTINGS = 100
/** Stacks kept of a proof, the largest first. */
const MOST_PROVEN = 500

/** Adds what snapshots of the process tell; adding them again changes nothing. */
export function mergeEvidence(before: ProcessEvidence, snapshots: readonly Snapshot[]): ProcessEvidence {
  return joinEvidence(before, evidenceOf(before.process, snapshots))
}

/** Two parts of what is known of a process; what both have counts once. */
export const joinEvidence = (a: ProcessEvidence, b: ProcessEvidence): ProcessEvidence => ({
  process: a.process,
  dumps: newest([...a.dumps, ...b.dumps], MOST_DUMPS),
  proofs: newest([...a.proofs, ...b.proofs], MOST_PROOFS),
  ...observed([...(a.observations ?? []), ...(b.observations ?? [])]),
})

const observed = (all: readonly Observation[]): Pick<ProcessEvidence, 'observations'> =>
  all.length === 0 ? {} : { observations: keptObservations(all) }

function evidenceOf(process: ProcessId, snapshots: readonly Snapshot[]): ProcessEvidence {
  const dumps = snapshots
    .filter(({ debug }) => tellsWaits(debug))
    .map(({ at, sightings }) => ({ at: second(at), sightings: sightings.slice(0, MOST_SIGHTINGS) }))
  // A profile that was cut counts too few, and the next whole one would seem to grow.
  const proofs = snapshots.filter(({ type, partial }) => type === 'goroutineleak' && !partial).map(proofOf)
  const observations = snapshots.flatMap(({ observation }) => observation ?? [])
  return { process, dumps, proofs, ...observed(observations) }
}

/** Whether a snapshot is one that tells more than counts. */
export const isEvidence = ({ type, debug }: Snapshot): boolean =>
  tellsWaits(debug) || type === 'goroutineleak'

export const noEvidence = (process: ProcessId): ProcessEvidence => ({ process, dumps: [], proofs: [] })

const proofOf = ({ at, sightings }: Snapshot): Proof => ({
  at: second(at),
  leaked: new Map(
    sightings
      .filter(({ leaked }) => leaked > 0)
      .slice(0, MOST_PROVEN)
      .map(({ signature, leaked }) => [signature, leaked]),
  ),
})

/** Evidence is kept to the second, so that a merge meets what it has kept. */
const second = (at: number): number => Math.floor(at / 1000) * 1000

function newest<Dated extends { readonly at: number }>(all: readonly Dated[], most: number): Dated[] {
  const byTime = new Map(all.map((one) => [one.at, one]))
  return [...byTime.values()].sort((a, b) => a.at - b.at).slice(-most)
}
