import type { Signature } from '#shared/signature/signature.ts'
import type { StackEvidence } from './cause.ts'

const NO_STATES: ReadonlyMap<string, number> = new Map()

/** What a signature and its newest sightings tell a catalogue. */
export const stackEvidence = (
  { id, frames, ownCode, creator }: Signature,
  states: ReadonlyMap<string, number> = NO_STATES,
): StackEvidence => ({
  signature: id,
  frames,
  ownCode,
  creator,
  states,
  ranged: undefined,
  waited: undefined,
})
