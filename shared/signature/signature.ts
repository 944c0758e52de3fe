import { createHash } from 'node:crypto'
import type { CounterWait } from '#shared/goroutine/counter-waits.ts'
import { hashedFrames } from './aliases/spelling.ts'

/** 16 hex digits: the first 64 bits of the SHA-256 of the signature's frames. */
export type SignatureId = string

/** A normalised stack. */
export interface Signature {
  readonly id: SignatureId
  /** Normalised function names in the spelling of the dump, leaf first, at most `SIGNATURE_FRAMES`. */
  readonly frames: readonly string[]
  /** The function that `go f()` started; undefined where the dump lost the root side. */
  readonly entry: string | undefined
  /** Frame of the program's own code nearest to the leaf. */
  readonly ownCode: string | undefined
  /** The function that holds the `go` statement; only debug=2 tells. */
  readonly creator: string | undefined
}

/** How long the goroutines of a sighting have waited, in whole minutes (a floor); from debug=2 alone. */
export interface Ages {
  /** Goroutines with a printed age; younger ones than a minute have none. */
  readonly count: number
  readonly distinct: number
  readonly youngest: number
  readonly median: number
  readonly oldest: number
}

/** One signature in one snapshot. */
export interface Sighting {
  readonly signature: SignatureId
  readonly count: number
  /** Proven leaked by the runtime. */
  readonly leaked: number
  /** Wait state → goroutines; those of an unknown state are missing. */
  readonly states: ReadonlyMap<string, number>
  readonly ages: Ages | undefined
  /** Goroutines in a receive of two results, `for range ch` or `v, ok := <-ch`; debug=0 alone tells. */
  readonly ranged?: number
  /** What the counters of debug=1 tell of waits on channels; not kept. */
  readonly waits?: ReadonlyMap<CounterWait, number>
  /** Label key → goroutines. */
  readonly labelKeys: ReadonlyMap<string, number>
}

/** Wait states, those among them that only the counters of debug=1 tell. */
export function knownStates({ states, waits = new Map() }: Sighting): ReadonlyMap<string, number> {
  if (states.size > 0) return states
  const known = new Map<string, number>()
  for (const [wait, count] of waits) {
    if (wait === 'channel' || wait === 'any select') continue
    const state = wait === 'range' || wait === 'single' ? 'chan receive' : wait
    known.set(state, (known.get(state) ?? 0) + count)
  }
  return known
}

/**
 * The id of a normalised stack, the same in every spelling that its functions have had (`aliases/`). Each frame is
 * framed by its length, so that no two lists of names share their bytes.
 */
export function signatureId(frames: readonly string[]): SignatureId {
  const hash = createHash('sha256')
  for (const frame of hashedFrames(frames)) hash.update(`${Buffer.byteLength(frame)}:${frame}`)
  return hash.digest('hex').slice(0, 16)
}
