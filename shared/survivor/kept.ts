/** Which observations of a process are kept, and how fine. */

import type { SignatureId } from '#shared/signature/signature.ts'
import { MINUTE } from '#shared/time.ts'
import { atLevel, type Observation, sizeOf } from './observation.ts'

/** Dumps kept of a process: from those of a fortnight, one in ten hours. A tail is told from 5 to 9. */
const MOST_DUMPS = 32

/**
 * Observations of a process as they are kept: in time order, one of a second, and where they are too many the first in
 * each stretch of one length, beside the newest. What has been kept so, and is met again, stays as it is.
 *
 * @param all in any order, repeated ones allowed
 */
export function keptObservations(all: readonly Observation[]): Observation[] {
  const bySecond = new Map<number, Observation>()
  for (const one of all) {
    const known = bySecond.get(one.at)
    if (known === undefined || sizeOf(one) > sizeOf(known)) bySecond.set(one.at, one)
  }
  const sorted = [...bySecond.values()].sort((a, b) => a.at - b.at)
  let kept = sorted
  for (let stretch = MINUTE; kept.length > MOST_DUMPS; stretch *= 2) kept = firstOfEach(sorted, stretch)
  return kept
}

/** Beginnings of stretches are the same whatever dumps there are. */
function firstOfEach(sorted: readonly Observation[], stretch: number): Observation[] {
  const newest = sorted.at(-1)
  return sorted.filter(
    (one, i) =>
      one === newest || Math.floor(one.at / stretch) !== Math.floor((sorted[i - 1]?.at ?? -1) / stretch),
  )
}

/** The same with half as many individuals of the stacks that have most, of all dumps alike. */
export function coarser(observations: readonly Observation[]): Observation[] {
  const sizes = new Map<SignatureId, { size: number; level: number }>()
  for (const { stacks } of observations)
    for (const { signature, ids, level } of stacks) {
      const known = sizes.get(signature) ?? { size: 0, level: 0 }
      sizes.set(signature, { size: known.size + ids.length, level: Math.max(known.level, level) })
    }
  const half = [...sizes.values()].reduce((sum, { size }) => sum + size, 0) / 2
  const levels = new Map<SignatureId, number>()
  let covered = 0
  for (const [signature, { size, level }] of [...sizes].sort((a, b) => b[1].size - a[1].size)) {
    if (covered >= half) break
    covered += size
    levels.set(signature, level + 1)
  }
  return observations.map((observation) => ({
    ...observation,
    stacks: observation.stacks.map((stack) => atLevel(stack, levels.get(stack.signature) ?? 0)),
  }))
}
