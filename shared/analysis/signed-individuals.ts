/** Goroutines of a dump by id, each with the name of its stack. */

import type { Individual, Individuals } from '#shared/goroutine/individual.ts'
import { normaliseFrame } from '#shared/signature/frame.ts'
import { normaliseStack } from '#shared/signature/normalise.ts'
import { type SignatureId, signatureId } from '#shared/signature/signature.ts'

/** What the goroutines of one dump are called. */
export interface SignedIndividuals extends Individuals {
  /** One for each goroutine, in the same order. */
  readonly stacks: readonly SignatureId[]
}

/** Signs each goroutine as its stack is signed where it is counted. */
export function signIndividuals(read: Individuals): SignedIndividuals {
  const ids = new Map<string, SignatureId>()
  const names = new Map<string, string>()
  const normal = (name: string): string => {
    const known = names.get(name) ?? normaliseFrame(name)
    names.set(name, known)
    return known
  }
  const idOf = ({ frames }: Individual): SignatureId => {
    const raw = frames.map((frame) => frame.function)
    const key = raw.join('\n')
    const id = ids.get(key) ?? signatureId(normaliseStack(raw, normal).frames)
    ids.set(key, id)
    return id
  }
  return { ...read, stacks: read.individuals.map(idOf) }
}
