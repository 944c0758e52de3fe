import type { Sighting, Signature } from '#shared/signature/signature.ts'

/** A stack of a dump, and what the dump shows of its goroutines. */
export interface SignedStack {
  readonly signature: Signature
  readonly sighting: Sighting
}
