import type { Sighting, Signature, SignatureId } from '#shared/signature/signature.ts'

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
  /** Waits that a dump without states leaves open; missing where it tells nothing of them. */
  readonly open?: readonly string[]
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
  /** What counters tell where there are no states. */
  readonly waits?: Sighting['waits'] | undefined
  /** Share that has waited for a minute or more. */
  readonly waited?: number | undefined
  readonly modules?: ReadonlyMap<string, string> | undefined
}

/** Words that a dump has where it does not tell the wait. */
const UNTOLD: ReadonlySet<string> = new Set(['waiting', '???', ''])
const NO_STATES: ReadonlyMap<string, number> = new Map()

/** What a signature and its newest sightings tell a catalogue. */
export function knownStack(
  { id, frames, ownCode, creator }: Signature,
  { states = NO_STATES, ranged, waits, waited, modules }: SeenWaits = {},
): KnownStack {
  const told = new Map([...states].filter(([state]) => !UNTOLD.has(state)))
  const receiving = states.get('chan receive') ?? 0
  const share = ranged === undefined || receiving === 0 ? undefined : Math.min(1, ranged / receiving)
  return {
    ...{ signature: id, frames, ownCode, creator, states: told, ranged: share, waited, modules },
    ...(told.size > 0 ? {} : byCounters(waits)),
  }
}

/** The wait of most goroutines, as their counters tell it. */
function byCounters(waits: SeenWaits['waits']): Partial<KnownStack> {
  const [[wait, count] = [], next] = [...(waits ?? [])].sort((a, b) => b[1] - a[1])
  // Of two waits in equal number neither is that of the stack.
  if (wait === undefined || count === undefined || count === next?.[1]) return {}
  switch (wait) {
    case 'channel':
      return { open: ['chan send', 'chan receive'] }
    case 'any select':
      return { open: ['select', 'select (no cases)'] }
    case 'range':
    case 'single':
      return { states: new Map([['chan receive', count]]), ranged: wait === 'range' ? 1 : 0 }
    default:
      return { states: new Map([[wait, count]]) }
  }
}
