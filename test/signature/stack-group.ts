import type { GoroutineProfile, StackGroup } from '#shared/goroutine/model.ts'
import { type Signed, signProfile } from '#shared/signature/sign.ts'
import type { Sighting, Signature } from '#shared/signature/signature.ts'

/** Goroutines in one stack, of which a dump says nothing more than their number. */
export const group = (
  frames: readonly string[],
  count: number,
  more: Partial<StackGroup> = {},
): StackGroup => ({
  frames,
  rootLost: false,
  count,
  states: new Map(),
  waitMinutes: new Map(),
  leaked: 0,
  creators: new Map(),
  labelKeys: new Map(),
  ...more,
})

/** A debug=2 dump of these stacks. */
export const profile = (groups: readonly StackGroup[]): GoroutineProfile => ({
  type: 'goroutine',
  debug: 2,
  total: groups.reduce((sum, { count }) => sum + count, 0),
  takenAt: undefined,
  buildId: undefined,
  groups,
  problems: [],
  unread: 0,
})

export const sign = (...groups: StackGroup[]): Signed => signProfile(profile(groups))

/** What is said of the one signature that all groups have. */
export function signOne(...groups: StackGroup[]): Signature & Sighting {
  const { signatures, sightings } = sign(...groups)
  const [signature] = signatures
  const [sighting] = sightings
  if (signature === undefined || sighting === undefined || signatures.length > 1)
    throw new Error(`these stacks have ${signatures.length} signatures`)
  return { ...signature, ...sighting }
}
