import type { Signature } from '#shared/signature/signature.ts'
import type { StackEvidence } from './cause.ts'

/** What sightings tell beside the frames; members that no format told are missing. */
export interface SeenWaits {
  readonly states?: ReadonlyMap<string, number> | undefined
  /** Goroutines in a receive of two results. */
  readonly ranged?: number | undefined
  /** Share that has waited for a minute or more. */
  readonly waited?: number | undefined
}

const NO_STATES: ReadonlyMap<string, number> = new Map()

/** What a signature and its newest sightings tell a catalogue. */
export function stackEvidence(
  { id, frames, ownCode, creator }: Signature,
  { states = NO_STATES, ranged, waited }: SeenWaits = {},
): StackEvidence {
  const receiving = states.get('chan receive') ?? 0
  const share = ranged === undefined || receiving === 0 ? undefined : Math.min(1, ranged / receiving)
  return { signature: id, frames, ownCode, creator, states, ranged: share, waited }
}
