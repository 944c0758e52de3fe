import type { Signature, SignatureId } from '#shared/signature/signature.ts'

/** All that is known of a stack when its cause is looked for. */
export interface KnownStack {
  readonly signature: SignatureId
  /** Normalised function names, leaf first. */
  readonly frames: readonly string[]
  /** Frame of the program's own code nearest to the leaf. */
  readonly ownCode: string | undefined
  /** The function with the `go` statement, where a debug=2 dump told. */
  readonly creator: string | undefined
  /** Wait state → goroutines; empty where no format told. */
  readonly states: ReadonlyMap<string, number>
  /** Share of the goroutines in `chan receive` that stand in `for range ch` or `v, ok := <-ch`; debug=0 tells. */
  readonly ranged: number | undefined
  /** Share of the goroutines that have waited for a minute or more, or are proven leaked; debug=2 tells. */
  readonly waited: number | undefined
  /** Version of each module whose functions stand in the dump, where its file names told: `v1.2.3`. */
  readonly modules?: ReadonlyMap<string, string> | undefined
}

/** What sightings tell beside the frames; members that no format told are missing. */
export interface SeenWaits {
  readonly states?: ReadonlyMap<string, number> | undefined
  /** Goroutines in a receive of two results. */
  readonly ranged?: number | undefined
  /** Share that has waited for a minute or more. */
  readonly waited?: number | undefined
  readonly modules?: ReadonlyMap<string, string> | undefined
}

const NO_STATES: ReadonlyMap<string, number> = new Map()

/** What a signature and its newest sightings tell a catalogue. */
export function knownStack(
  { id, frames, ownCode, creator }: Signature,
  { states = NO_STATES, ranged, waited, modules }: SeenWaits = {},
): KnownStack {
  const receiving = states.get('chan receive') ?? 0
  const share = ranged === undefined || receiving === 0 ? undefined : Math.min(1, ranged / receiving)
  return { signature: id, frames, ownCode, creator, states, ranged: share, waited, modules }
}
