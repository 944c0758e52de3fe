import type { Signature, SignatureId } from '#shared/signature/signature.ts'
import { sourceStack } from '#shared/signature/source-stack.ts'
import type { LifeSeries } from '#shared/trend/series.ts'

/** The signature of the newest processes → those under which older builds showed the same goroutines. */
export type Successions = ReadonlyMap<SignatureId, readonly SignatureId[]>

/**
 * Signatures that differ only by the Go which built the program: one stack in the source, each in processes of its own,
 * and all of these began before the first of the next. Where two of them overlap, nothing says which goes on as which.
 */
export function successionsOf(
  lives: readonly LifeSeries[],
  signatures: ReadonlyMap<SignatureId, Signature>,
): Successions {
  const seen = seenIn(lives)
  const alike = Map.groupBy(seen.keys(), (id) => sourceStack(signatures.get(id)?.frames ?? []).join('\n'))
  const successions = new Map<SignatureId, readonly SignatureId[]>()
  for (const [source, ids] of alike) {
    if (source === '' || ids.length === 1) continue
    const inOrder = ids.map((id) => ({ id, ...(seen.get(id) as Seen) })).sort((a, b) => a.first - b.first)
    if (inOrder.some(({ last }, i) => last >= (inOrder[i + 1]?.first ?? Number.POSITIVE_INFINITY))) continue
    const [newest, ...older] = inOrder.map(({ id }) => id).reverse()
    if (newest !== undefined) successions.set(newest, older)
  }
  return successions
}

/** Lives with the counts of older builds under the signature of the newest one. */
export function inOneName(lives: readonly LifeSeries[], successions: Successions): readonly LifeSeries[] {
  if (successions.size === 0) return lives
  const names = new Map([...successions].flatMap(([newest, older]) => older.map((id) => [id, newest])))
  return lives.map((life) => ({
    ...life,
    counts: new Map([...life.counts].map(([id, counts]) => [names.get(id) ?? id, counts])),
  }))
}

/** When the first and the last of the lives that have a signature were seen first. */
interface Seen {
  readonly first: number
  readonly last: number
}

function seenIn(lives: readonly LifeSeries[]): Map<SignatureId, Seen> {
  const seen = new Map<SignatureId, Seen>()
  for (const { times, counts } of lives) {
    const began = times[0] ?? 0
    for (const id of counts.keys()) {
      const { first, last } = seen.get(id) ?? { first: began, last: began }
      seen.set(id, { first: Math.min(first, began), last: Math.max(last, began) })
    }
  }
  return seen
}
