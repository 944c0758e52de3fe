import { moment, paceText } from '#shared/verdict/model/words.ts'
import {
  type ArchivedUntil,
  type Decision,
  type Finding,
  type FindingState,
  isOpen,
  moved,
} from './finding.ts'

/** What somebody does with a finding: at most one of these, a comment on it, or a comment alone. */
export interface Change {
  readonly resolve?: { readonly in: 'now' | 'nextVersion' } | undefined
  readonly archive?: { readonly until: 'forever' | { readonly growth: number } | { readonly date: number } }
  readonly intended?: true | { readonly reason: string }
  /** null: to nobody. */
  readonly assign?: string | null
  readonly reopen?: true
  readonly comment?: string
}

/** A sentence on why a change cannot be made. */
export interface Impossible {
  readonly impossible: string
}

/**
 * The finding after somebody has changed it; the same one where that changes nothing.
 *
 * @param by name of the token that it was done with
 */
export function changeFinding(
  finding: Finding,
  change: Change,
  by: string,
  now: number,
): Finding | Impossible {
  const step = stepOf(finding, change, now)
  if ('impossible' in step) return step
  const { state = finding.state, reason, ...more } = step
  if (reason === undefined && change.comment === undefined) return finding
  const { comment } = change
  const ratePerHour = state === finding.state ? finding.ratePerHour : finding.verdict.perHour
  return moved({ ...finding, ...more, ratePerHour }, state, {
    at: now,
    reason: reason ?? 'commented',
    by,
    ...(comment === undefined ? {} : { comment }),
  })
}

interface Step {
  readonly state?: FindingState
  readonly decision?: Decision | undefined
  readonly assignee?: string | undefined
  /** Undefined: it is so already. */
  readonly reason?: string
}

function stepOf(finding: Finding, change: Change, now: number): Step | Impossible {
  if (change.resolve !== undefined) return resolved(finding, change.resolve.in, now)
  if (change.archive !== undefined) return archived(finding, change.archive.until, now)
  if (change.intended !== undefined) {
    const reason = change.intended === true ? 'is intended' : `is intended: ${change.intended.reason}`
    return { state: 'intended', decision: { kind: 'intended' }, reason }
  }
  if (change.assign !== undefined) return assigned(finding, change.assign)
  if (change.reopen === true && !isOpen(finding))
    return { state: 'ongoing', decision: undefined, reason: 'reopened' }
  return {}
}

function resolved(finding: Finding, when: 'now' | 'nextVersion', now: number): Step | Impossible {
  if (when === 'now') {
    const decision: Decision = { kind: 'resolved-now', at: now, count: finding.verdict.count }
    return { state: 'resolved', decision, reason: 'resolved' }
  }
  const { grewIn: versions } = finding
  if (versions.length === 0)
    return { impossible: 'No version of it is known, so that no other can be told; resolve it {"in":"now"}.' }
  const reason = `resolved in the version after ${versions.at(-1)}`
  return { state: 'resolved', decision: { kind: 'resolved-in-next-version', versions }, reason }
}

function archived(
  { verdict }: Finding,
  until: NonNullable<Change['archive']>['until'],
  now: number,
): Step | Impossible {
  if (until === 'forever') return archivedUntil('forever', 'for good')
  if ('date' in until) {
    const date = new Date(until.date).toISOString()
    return until.date <= now
      ? { impossible: `It cannot be archived until ${date}: that is over.` }
      : archivedUntil({ date: until.date }, `until ${moment(until.date)}`)
  }
  const perHour = until.growth * verdict.perHour
  return archivedUntil({ perHour }, `until it grows by ${paceText(perHour)}`)
}

const archivedUntil = (until: ArchivedUntil, words: string): Step => ({
  state: 'archived',
  decision: { kind: 'archived', until },
  reason: `archived ${words}`,
})

function assigned({ assignee }: Finding, to: string | null): Step {
  if ((assignee ?? null) === to) return {}
  return to === null
    ? { assignee: undefined, reason: 'assigned to nobody' }
    : { assignee: to, reason: `assigned to ${to}` }
}
