import { sum } from 'd3-array'
import type { Signature, SignatureId } from '#shared/signature/signature.ts'
import { countNow } from '#shared/verdict/judge/figures.ts'
import { isLong } from '#shared/verdict/judge/healed.ts'
import { FEW } from '#shared/verdict/judge/seen.ts'
import type { Watched } from '#shared/verdict/life/watched.ts'
import type { Member, Verdict } from '#shared/verdict/model/verdict.ts'

/** Nothing of a leak that has no verdict any more grows: what stands of it now, and what it was. */
export function withoutGrowth(
  verdict: Verdict,
  watched: Watched,
  signatures: ReadonlyMap<SignatureId, Signature>,
): Verdict {
  const { running, lastHeard } = watched
  const members = verdict.members.map((member) => ({
    ...member,
    count: countNow(watched, stacksBehind(member, signatures)),
  }))
  const count = sum(members, (member) => member.count)
  const isFew = count <= FEW * verdict.most
  const isOver = verdict.seen === 'fixed' || verdict.seen === 'gone'
  const isKnown = isOver || running.some(isLong)
  const seen =
    running.length === 0 ? 'silent' : !isKnown ? 'unknown' : !isFew ? 'level' : isOver ? verdict.seen : 'gone'
  const next: Verdict = {
    ...verdict,
    members: members as unknown as Verdict['members'],
    seen,
    count,
    most: Math.max(verdict.most, count),
    neverFell: false,
    processes: { growing: 0, of: running.length, names: [] },
    healed: isFew ? verdict.healed : undefined,
    heldUntil: undefined,
    grows: { versions: [], latestStart: undefined },
    limit: undefined,
  }
  // A run that finds nothing else writes nothing.
  return JSON.stringify(next) === JSON.stringify(verdict) ? verdict : { ...next, lastHeard }
}

/** The signatures that a member was found under; of a family all with its entry function. */
export const stacksBehind = (
  { signature, formerly = [], stacks, entry }: Member,
  signatures: ReadonlyMap<SignatureId, Signature>,
): SignatureId[] =>
  stacks === 1
    ? [signature, ...formerly]
    : [...signatures.values()].filter((each) => each.entry === entry).map(({ id }) => id)
