import { hashedFrames, packageNamed } from '#shared/signature/aliases/spelling.ts'
import { type Signature, type SignatureId, signatureId } from '#shared/signature/signature.ts'
import { sourceStack, standardStack } from '#shared/signature/source-stack.ts'
import type { Counts, LifeSeries } from '#shared/trend/series.ts'

/** The signature of the newest processes → those under which older builds showed the same goroutines. */
export type Successions = ReadonlyMap<SignatureId, readonly SignatureId[]>

/** What signatures may have in common that differ only by the build; the first that two share is enough. */
const COMMON: readonly ((signature: Signature) => readonly string[])[] = [
  ({ frames, entry }) => sourceStack(frames, entry),
  ({ frames, entry }) => standardStack(frames, entry),
  // By the last element of its package: a program that has moved its code, a library that goes on elsewhere.
  ({ frames, entry }) => sourceStack(frames, entry).map(packageNamed),
]

/**
 * Signatures that differ only by the Go or the libraries which built the program: one stack in the source, each in
 * processes of its own, and all of these began before the first of the next. Where two of them overlap, nothing says
 * which goes on as which.
 *
 * One whose functions have been renamed since it was stored (shared/signature/aliases) goes on as what it is called now,
 * in the same process too.
 */
export function successionsOf(
  lives: readonly LifeSeries[],
  signatures: ReadonlyMap<SignatureId, Signature>,
): Successions {
  const known = [...seenIn(lives)].flatMap(([id, seen]) => {
    const signature = signatures.get(id)
    return signature === undefined ? [] : [{ ...seen, signature, ids: [id] }]
  })
  let lines = respelled(known)
  for (const common of COMMON) lines = joined(lines, common)
  return new Map(
    lines
      .filter(({ ids }) => ids.length > 1)
      .map(({ ids }) => {
        const [newest, ...older] = ids
        return [newest as SignatureId, older] as const
      }),
  )
}

/** Signatures that follow one another. */
interface Line extends Seen {
  /** The newest first. */
  readonly ids: readonly SignatureId[]
  /** Of the newest. */
  readonly signature: Signature
}

/** Signatures that are stored under the id of an old spelling, joined with that of today where both were seen. */
function respelled(lines: readonly Line[]): Line[] {
  const byId = new Map(lines.map((line) => [line.signature.id, line]))
  for (const line of lines) {
    const { id, frames } = line.signature
    if (hashedFrames(frames).every((frame, i) => frame === frames[i])) continue
    const today = signatureId(frames)
    const into = byId.get(today)
    if (today === id || into === undefined) continue
    byId.delete(id)
    byId.set(today, { ...both(line, into), ids: [...into.ids, id], signature: into.signature })
  }
  return [...byId.values()]
}

/** Lines with one value of `common`, joined where each ends before the next begins. */
function joined(lines: readonly Line[], common: (signature: Signature) => readonly string[]): Line[] {
  return [...Map.groupBy(lines, ({ signature }) => common(signature).join('\n'))].flatMap(([key, alike]) => {
    if (key === '' || alike.length === 1) return alike
    const inOrder = alike.sort((a, b) => a.first - b.first)
    if (inOrder.some(({ last }, i) => last >= (inOrder[i + 1]?.first ?? Number.POSITIVE_INFINITY)))
      return inOrder
    const newest = inOrder.at(-1) as Line
    return [
      {
        ...inOrder.reduce(both),
        ids: inOrder.toReversed().flatMap(({ ids }) => ids),
        signature: newest.signature,
      },
    ]
  })
}

const both = (a: Line, b: Line): Line => ({
  ...b,
  first: Math.min(a.first, b.first),
  last: Math.max(a.last, b.last),
})

/** Lives with the counts of older builds under the signature of the newest one. */
export function inOneName(lives: readonly LifeSeries[], successions: Successions): readonly LifeSeries[] {
  if (successions.size === 0) return lives
  const names = new Map([...successions].flatMap(([newest, older]) => older.map((id) => [id, newest])))
  return lives.map((life) => {
    const counts = new Map<SignatureId, Counts>()
    for (const [id, own] of life.counts) {
      const name = names.get(id) ?? id
      const other = counts.get(name)
      counts.set(name, other === undefined ? own : added(own, other))
    }
    return { ...life, counts }
  })
}

/** Two names of one stack in one life. Where a slot has both, its least counts need not have been at one time. */
function added(a: Counts, b: Counts): Counts {
  const sum = (member: keyof Counts): Float64Array =>
    a[member].map((count, i) => count + (b[member][i] as number))
  const last = sum('last')
  const low = sum('low').map((least, i) =>
    (a.high[i] as number) > 0 && (b.high[i] as number) > 0 ? (last[i] as number) : least,
  )
  return { low, high: sum('high'), last }
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
