import type { SignatureId } from '#shared/signature/signature.ts'
import type { NonFinding, Quiet } from '../model/quiet.ts'
import { byTelling, QUIET_REASONS } from '../model/quiet.ts'

/** A stack that is watched and no finding, without the frames between those that name it. */
export interface QuietStack {
  readonly signature: SignatureId
  readonly verdict: Quiet
  readonly why: string
  readonly leaf: string
  readonly ownCode: string | undefined
  readonly entry: string | undefined
}

/** The stacks of a service that are no finding. */
export interface QuietStacks {
  /** Of all of them; a reason that none has is missing. */
  readonly counts: Readonly<Partial<Record<Quiet, number>>>
  /** The most telling, at most `MOST_TOLD`. */
  readonly stacks: readonly QuietStack[]
}

/** More than anybody reads; the signatures of a service have all of them. */
export const MOST_TOLD = 200
/** Characters that the page shows of a name. */
const NAME = 240
/** Characters of a sentence: four rules that disagree have some 600. */
const SENTENCE = 1_000

/** The most telling first: by reason, own code before libraries; ids settle the rest, so that the order stays. */
export function quietStacks(others: readonly NonFinding[]): QuietStacks {
  const byReason = Map.groupBy(others, ({ verdict }) => verdict)
  const counts = QUIET_REASONS.flatMap((reason) => {
    const { length } = byReason.get(reason) ?? []
    return length === 0 ? [] : [[reason, length] as const]
  })
  const stacks = [...others].sort(mostTellingFirst).slice(0, MOST_TOLD).map(inShort)
  return { counts: Object.fromEntries(counts), stacks }
}

const mostTellingFirst = (a: NonFinding, b: NonFinding): number =>
  byTelling(a.verdict, b.verdict) ||
  Number(b.ownCode !== undefined) - Number(a.ownCode !== undefined) ||
  (a.signature < b.signature ? -1 : 1)

const inShort = ({ signature, verdict, why, stack, ownCode, entry }: NonFinding): QuietStack => ({
  signature,
  verdict,
  why: cut(why, SENTENCE),
  leaf: cut(stack[0] ?? signature, NAME),
  ownCode: ownCode && cut(ownCode, NAME),
  entry: entry && cut(entry, NAME),
})

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most)}…` : text)
