import type { SignatureId } from '#shared/signature/signature.ts'
import type { Snapshot } from '#shared/trend/snapshot.ts'
import { isPoint, PRESENT } from './read-history.ts'

/** Goroutines in a receive of two results, added up over the newest debug=0 snapshot of each process. */
export function presentRanged(open: readonly Snapshot[]): Map<SignatureId, number> {
  const newest = new Map<string, Snapshot>()
  const points = open.filter(isPoint)
  const end = points.reduce((latest, { at }) => Math.max(latest, at), 0)
  for (const snapshot of points) {
    if (snapshot.debug !== 0 || snapshot.at <= end - PRESENT) continue
    const known = newest.get(snapshot.process)
    if (known === undefined || snapshot.at >= known.at) newest.set(snapshot.process, snapshot)
  }
  const sums = new Map<SignatureId, number>()
  for (const { sightings } of newest.values()) {
    for (const { signature, ranged } of sightings) {
      if (ranged !== undefined) sums.set(signature, (sums.get(signature) ?? 0) + ranged)
    }
  }
  return sums
}
