import type { Signature } from '#shared/signature/signature.ts'

/**
 * A signature on its way to those who may know it already: one string instead of as many as it has frames, which most of
 * them never look at.
 */
export interface PackedSignature extends Omit<Signature, 'frames'> {
  /** JSON. */
  readonly frames: string
}

export const packSignature = (signature: Signature): PackedSignature => ({
  ...signature,
  frames: JSON.stringify(signature.frames),
})

export const unpackSignature = (packed: PackedSignature): Signature => ({
  ...packed,
  frames: JSON.parse(packed.frames),
})
