import { type Finding, isOpen, type Transition } from '#shared/finding/finding.ts'
import type { Tier } from '#shared/verdict/model/verdict.ts'

/** What is told of a finding. */
export type NoticeKind = 'new' | 'escalating' | 'regressed' | 'resolved'

/** One step of a finding that is worth telling. */
export interface ToldTransition {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly kind: NoticeKind
  readonly reason: string
}

/** States that are told when a finding comes into them. */
const KINDS: readonly NoticeKind[] = ['new', 'escalating', 'regressed', 'resolved']
const TIERS: readonly Tier[] = ['proven', 'probable', 'suspect', 'watch']

/** Only these are called leaks, and told (docs/verdicts.md). */
export const isLeak = ({ tier }: { readonly tier: Tier }): boolean => tier === 'proven' || tier === 'probable'

/** `suspect → probable` at the end of a reason, as `shared/finding/lifecycle.ts` writes it. */
const TIER_CHANGE = /\b(\w+) → \w+$/

/** Who is told: people, or systems in which the finding has an incident or an issue of its own. */
export type Audience = 'people' | 'systems'

/**
 * The steps of a finding in a time that are told, oldest first: those in which it was at least probable.
 *
 * A suspicion that becomes probable is told as new, and one that was archived and is back as regressed. What people
 * decided is not told to people: they know. Systems are told of every end, whoever made it and however sure it was, so
 * that nothing stays open there.
 * @param to exclusive
 */
export function toldTransitions(
  { history, verdict }: Finding,
  from: number,
  to: number,
  audience: Audience = 'people',
): ToldTransition[] {
  const told: ToldTransition[] = []
  let { tier } = verdict
  for (const transition of history.toReversed()) {
    const { at, reason } = transition
    const [, word] = TIER_CHANGE.exec(reason) ?? []
    const before = TIERS.find((each) => each === word) ?? tier
    const wasUnsure = !isLeak({ tier: before })
    const kind =
      audience === 'people'
        ? forPeople(transition, isLeak({ tier }), wasUnsure)
        : forSystems(transition, isLeak({ tier }), wasUnsure)
    if (kind !== undefined && at >= from && at < to) told.unshift({ at, kind, reason })
    tier = before
  }
  return told
}

const forPeople = (transition: Transition, isSure: boolean, wasUnsure: boolean): NoticeKind | undefined =>
  isSure && transition.by === undefined ? kindOf(transition, wasUnsure) : undefined

function forSystems(transition: Transition, isSure: boolean, wasUnsure: boolean): NoticeKind | undefined {
  const { from, to } = transition
  const wasOpen = from === undefined || isOpen({ state: from })
  if (!isOpen({ state: to })) return from !== undefined && wasOpen ? 'resolved' : undefined
  if (!isSure) return undefined
  return wasOpen ? kindOf(transition, wasUnsure) : 'regressed'
}

/** @param wasUnsure it was no leak before */
function kindOf({ from, to }: Transition, wasUnsure: boolean): NoticeKind | undefined {
  if (wasUnsure && to !== 'resolved') return 'new'
  if (from === to) return undefined
  return from === 'archived' && to === 'ongoing' ? 'regressed' : KINDS.find((kind) => kind === to)
}
