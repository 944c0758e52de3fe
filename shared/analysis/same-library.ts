/** Goroutines that no entry names, beside those of an entry: as many, and of the same library. */

import type { Diagnosis } from '#shared/cause/cause-of.ts'
import { ownerOf } from '#shared/signature/own-code.ts'
import { packageOf } from '#shared/signature/package-of.ts'
import { areAsMany } from '#shared/signature/twins.ts'
import { repositoryOf } from './own-packages.ts'
import type { SignedStack } from './signed-stack.ts'

/** Counts below this are shared by chance. */
const LEAST = 10

/**
 * What is said of the stacks that a client, connection or subscription leaves beside those that an entry names: they
 * are as many, and begin in a function of the same library. Versions rename goroutines and add others.
 *
 * @param diagnoses of the stacks, in their order; a stack that has one keeps it
 */
export function withSameLibrary(
  stacks: readonly SignedStack[],
  diagnoses: readonly Diagnosis[],
): Diagnosis[] {
  const named = Map.groupBy(
    [...stacks.keys()].filter((i) => isNamedInLibrary(stacks[i], diagnoses[i])),
    (i) => libraryOf(stacks[i]),
  )
  return stacks.map((stack, i) => {
    const own = diagnoses[i] as Diagnosis
    if (own.cause !== undefined || own.ambiguity !== undefined || stack.sighting.count < LEAST) return own
    const beside = named
      .get(libraryOf(stack))
      ?.find((other) => areAsMany(stack.sighting.count, stacks[other]?.sighting.count ?? 0))
    return beside === undefined ? own : (diagnoses[beside] as Diagnosis)
  })
}

/** Shapes say of a wait what holds in any library. */
const isNamedInLibrary = (stack: SignedStack | undefined, diagnosis: Diagnosis | undefined): boolean =>
  libraryOf(stack) !== undefined && diagnosis?.cause !== undefined && diagnosis.cause.group !== 'shape'

/** The repository of the function that the goroutine began in, where that is one of a library. */
function libraryOf(stack: SignedStack | undefined): string | undefined {
  const entry = stack?.signature.entry
  if (entry === undefined || stack?.signature.ownCode !== undefined || ownerOf(entry) !== 'library')
    return undefined
  return repositoryOf(packageOf(entry))
}
