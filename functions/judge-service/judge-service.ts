import { Rejection } from '#shared/api/reason.ts'
import { decide } from '#shared/finding/decide.ts'
import type { Finding } from '#shared/finding/finding.ts'
import { held } from '#shared/finding/held.ts'
import type { CloseDeps } from '#shared/history/close-hours.ts'
import { addEvidence, type FoundEvidence, keepEvidence } from '#shared/history/keep-evidence.ts'
import type { JudgeState } from '#shared/store/judge-ledger.ts'
import type { Snapshot } from '#shared/trend/snapshot.ts'
import type { Judgement } from '#shared/verdict/judge/judgement.ts'
import { closeInTime } from './close-in-time.ts'
import { latePartsOf } from './close-part.ts'
import { type GatherDeps, gather, gatherPresent } from './gather.ts'
import { endless, LEASE, type Run, type RunTime } from './run.ts'
import { type SaveDeps, save } from './save.ts'

export interface JudgeDeps extends CloseDeps, GatherDeps, SaveDeps {}

/** What one run did. */
export interface JudgeRun {
  /** With the tiers that findings keep. */
  readonly judgement: Judgement
  /** Process-hours put into blocks. */
  readonly closedHours: number
  /** Profiles that came late are left to be merged by the next run. */
  readonly isLateLeft: boolean
  /** Parts of a service that is spread that runs of their own have to read again. */
  readonly lateParts: readonly string[]
  /** Findings written. */
  readonly changedFindings: number
  /** Milliseconds since the oldest open snapshot that no run before this one had seen; 0: there was none. */
  readonly unjudgedFor: number
  /** All of the service, as they stand now. */
  readonly findings: readonly Finding[]
}

/**
 * Judges one service: closes hours, gathers the window, decides, and saves what was decided.
 *
 * Two runs at once are kept apart by a lease; a run that is repeated changes nothing.
 * @param owner names this run in the lease
 * @param time endless unless it is said
 * @throws Rejection `conflict` where another judge holds the lease
 * @throws OutOfTime where hours are left to close: nothing is judged before all of them are
 */
export async function judgeService(
  deps: JudgeDeps,
  tenant: string,
  service: string,
  owner: string,
  now: number,
  time: RunTime = endless(now),
): Promise<JudgeRun> {
  const began = time.clock()
  if (!(await deps.ledger.lease(tenant, service, owner, began + LEASE, began))) {
    throw new Rejection('conflict', `${service} is being judged by another run; ask again in a minute.`)
  }
  try {
    return await judgeLeased(deps, { tenant, service, owner, now, time })
  } catch (error) {
    await deps.ledger.release(tenant, service, owner)
    throw error
  }
}

async function judgeLeased(deps: JudgeDeps, run: Run): Promise<JudgeRun> {
  const { tenant, service, now, time } = run
  const state = await deps.ledger.read(tenant, service)
  const { hours: closedHours, isLateLeft } = await closeInTime(deps, run, state)
  const present = await gatherPresent(deps, run)
  await keepEvidence(deps, tenant, service, evidenceIn(present.snapshots), now)
  const input = await gather(deps, run, present)
  const decided = decide(input)
  const { written, findings } = await save(deps, run, state, present, input, decided)
  const { judgement } = decided
  return {
    judgement: { ...judgement, verdicts: judgement.verdicts.map((verdict) => held(verdict, findings)) },
    closedHours,
    isLateLeft,
    lateParts: time.leavesParts === true ? latePartsOf(state, present.openFrom) : [],
    changedFindings: written,
    findings,
    unjudgedFor: unjudgedFor(present.snapshots, state, now),
  }
}

function evidenceIn(snapshots: readonly Snapshot[]): FoundEvidence {
  const found: FoundEvidence = new Map()
  for (const snapshot of snapshots) addEvidence(found, snapshot)
  return found
}

function unjudgedFor(snapshots: readonly Snapshot[], { cursor }: JudgeState, now: number): number {
  const unjudged = snapshots.filter(({ at }) => at > (cursor?.judgedAt ?? 0))
  return now - unjudged.reduce((oldest, { at }) => Math.min(oldest, at), now)
}
