/** Which goroutines of a dump one in WaitGroup.Wait still waits for. */

import type { Signature } from '#shared/signature/signature.ts'

/** Frames from the root in which the closure that was started stands: WaitGroup.Go and groups call it. */
const ROOT = 3

/**
 * Functions of the goroutines that a waiting function started and that are still in the dump, each once: those begin in
 * its closures, and where the dump names creators, it is theirs. While they run, no Done is missing.
 *
 * @param others of the dump
 */
export function awaitedBy({ id, ownCode }: Signature, others: readonly Signature[]): string[] {
  if (ownCode === undefined) return []
  const closures = `${ownCode}.func`
  const started = others.flatMap((other) => {
    if (other.id === id) return []
    const closure = other.frames.slice(-ROOT).findLast((frame) => frame.startsWith(closures))
    return closure ?? (other.creator === ownCode ? (other.entry ?? []) : [])
  })
  return [...new Set(started)]
}
