import type { Notice } from '#shared/notice/notice.ts'
import { type IssueDraft, issueComment } from '#shared/notice/tracked-issue.ts'
import type { IssueKey, IssueLedger, KnownIssue } from '#shared/store/issue-ledger.ts'
import { MINUTE } from '#shared/time.ts'
import { type Issue, type Tracker, TrackerError } from './tracker.ts'

/** How a step was filed. */
export interface Filing {
  /** What was done, or why nothing was, a sentence. */
  readonly note: string
}

export interface FileDeps {
  readonly issues: IssueLedger
  readonly tracker: Tracker
  readonly draft: () => Promise<IssueDraft>
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** A claim outlives all requests of one step: some twenty of five seconds where it looks for an issue. */
const CLAIMED_FOR = 3 * MINUTE
/** Clocks of trackers and ours may differ by this. */
const CLOCKS_DIFFER = 5 * MINUTE

/**
 * Tells the issue of a finding one step: files it with the first, comments on it, closes and reopens it.
 *
 * @throws TrackerError where a later run has to try again
 */
export async function fileStep(deps: FileDeps, key: IssueKey, step: Notice): Promise<Filing> {
  const { issues, now } = deps
  const known = await issues.claim(key, now() + CLAIMED_FOR, now())
  if (known === undefined) throw new TrackerError('Another run is about this issue.')
  try {
    if (known.isGone) return { note: 'A person deleted or moved the issue; no other is filed.' }
    // Two webhooks of one project, or a run that died behind its last request.
    if (step.at <= known.toldAt) return { note: 'The issue has been told.' }
    const { id, url } = known
    return await (id === undefined || url === undefined
      ? fileFirst(deps, key, step, known)
      : tell(deps, key, step, known, { id, url }))
  } finally {
    await issues.release(key)
  }
}

async function fileFirst(deps: FileDeps, key: IssueKey, step: Notice, known: KnownIssue): Promise<Filing> {
  const { issues, tracker, draft, now } = deps
  const { triedAt } = known
  if (step.kind === 'resolved' && triedAt === undefined) return { note: 'There is no issue to close.' }
  const drafted = await draft()
  // A run before this one may have filed it and died, or never heard the answer.
  const found =
    triedAt === undefined ? undefined : await tracker.find(drafted.marker, triedAt - CLOCKS_DIFFER)
  if (step.kind === 'resolved') {
    if (found === undefined) return { note: 'There is no issue to close.' }
    return tell(deps, key, step, known, found)
  }
  if (found === undefined) await issues.trying(key, triedAt ?? now())
  const issue = found ?? (await tracker.create(drafted))
  await issues.keep(key, { ...issue, toldAt: step.at, hasEnded: false }, now())
  return { note: `${found === undefined ? 'Filed' : 'Found'}: ${issue.url}` }
}

async function tell(
  deps: FileDeps,
  key: IssueKey,
  step: Notice,
  { hasEnded }: KnownIssue,
  issue: Issue,
): Promise<Filing> {
  const { issues, tracker, now } = deps
  const state = await tracker.state(issue)
  const done = async (note: string, ended: boolean): Promise<Filing> => {
    await issues.keep(key, { ...issue, toldAt: step.at, hasEnded: ended, isGone: state === 'gone' }, now())
    return { note: `${note}: ${issue.url}` }
  }
  const isEnd = step.kind === 'resolved'
  // A token that no longer sees the project is answered the same: then nothing is known of the issue.
  if (state === 'gone') {
    await tracker.check()
    return done('A person deleted or moved the issue; no other is filed', hasEnded)
  }
  if (state === 'open') {
    await tracker.comment(issue, issueComment(step))
    if (isEnd) await tracker.close(issue)
    return done(isEnd ? 'Closed' : 'Commented on', isEnd)
  }
  if (isEnd) return done('It was closed already', true)
  if (state === 'closed' && hasEnded) {
    await tracker.reopen(issue)
    await tracker.comment(issue, issueComment(step))
    return done('Reopened', false)
  }
  return done('A person closed the issue; it stays closed', hasEnded)
}
