import { Rejection } from '#shared/api/reason.ts'
import { type Finding, isOpen } from '#shared/finding/finding.ts'
import { nextFindings } from '#shared/finding/lifecycle.ts'
import { withoutGrowth } from '#shared/finding/without-growth.ts'
import { type CloseDeps, openHourAt } from '#shared/history/close-hours.ts'
import { addEvidence, type FoundEvidence, keepEvidence } from '#shared/history/keep-evidence.ts'
import { openSnapshots } from '#shared/history/open-snapshots.ts'
import { presentRanged } from '#shared/history/present-ranged.ts'
import { presentTotals, runningTotals } from '#shared/history/present-totals.ts'
import { type HistoryDeps, presentStates, readHistory } from '#shared/history/read-history.ts'
import { readSockets, type SocketsDeps } from '#shared/history/read-sockets.ts'
import { sampleProcesses } from '#shared/history/sample-processes.ts'
import { DEFAULT_SETTINGS } from '#shared/settings/settings.ts'
import type { Signature, SignatureId } from '#shared/signature/signature.ts'
import type { JudgeLedger, JudgeState } from '#shared/store/judge-ledger.ts'
import type { SignatureIndex } from '#shared/store/signature-index.ts'
import { DAY } from '#shared/time.ts'
import type { ProcessEvidence } from '#shared/trend/evidence.ts'
import type { LifeSeries } from '#shared/trend/series.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import type { Judgement } from '#shared/verdict/judge/judgement.ts'
import { quietStacks } from '#shared/verdict/judge/quiet-stacks.ts'
import { closeInTime, LEASE, type Run, type RunTime } from './close-in-time.ts'

export interface JudgeDeps extends CloseDeps, HistoryDeps, SocketsDeps {
  readonly ledger: JudgeLedger
  readonly signatures: SignatureIndex
  /** Bytes that the processes looked at may take; those of the function `judge-service`. */
  readonly sampleBytes?: number
}

/** What one run did. */
export interface JudgeRun {
  readonly judgement: Judgement
  /** Process-hours put into blocks. */
  readonly closedHours: number
  /** Findings written. */
  readonly changedFindings: number
  /** Milliseconds since the oldest open snapshot that no run before this one had seen; 0: there was none. */
  readonly unjudgedFor: number
  /** All of the service, as they stand now. */
  readonly findings: readonly Finding[]
}

/**
 * Judges one service: closes hours, reads the window, gives verdicts, moves findings on.
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
  time: RunTime = { remaining: () => Number.POSITIVE_INFINITY, clock: () => now },
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
  const { tenant, service, owner, now } = run
  const state = await deps.ledger.read(tenant, service)
  const closedHours = await closeInTime(deps, run, state)
  const openFrom = openHourAt(now)
  const { settings } = (await deps.directory.service(tenant, service)) ?? { settings: DEFAULT_SETTINGS }
  const window = settings.windowDays * DAY
  const sampled = { from: openFrom - window, openFrom, now }
  const sample = await sampleProcesses(deps, tenant, service, sampled, deps.sampleBytes)
  const present = await openSnapshots(deps.snapshots, tenant, service, openFrom, now, sample)
  const found: FoundEvidence = new Map()
  for (const snapshot of present) addEvidence(found, snapshot)
  await keepEvidence(deps, tenant, service, found, now)
  const lives = await readHistory(deps, tenant, service, openFrom, present, window, sample)
  const watched = signaturesOf(lives)
  const signatures = await deps.signatures.getMany(tenant, watched)
  const evidence: ProcessEvidence[] = []
  for await (const known of deps.evidence.all(tenant, service))
    if (sample.has(known.process)) evidence.push(known)
  const sockets = await readSockets(deps, tenant, service)
  const seen = { states: presentStates(present), ranged: presentRanged(present), evidence, sockets }
  const judgement = judge({ service, settings, lives, signatures, ...seen, now })
  const { written, findings } = await writeFindings(
    deps.ledger,
    { tenant, service, now },
    state,
    judgement,
    signatures,
  )
  await deps.ledger.putQuiet(tenant, service, quietStacks(judgement.others))
  for (const mark of state.late) await deps.ledger.clearLate(tenant, service, mark)
  if (await deps.ledger.advance(tenant, service, owner, { closedThrough: openFrom, judgedAt: now })) {
    await deps.directory.setJudged(tenant, service, {
      at: now,
      openFindings: findings.filter(isOpen).length,
      watched: watched.length,
      running: sample.heads === undefined ? runningTotals(lives, now) : presentTotals(sample.heads),
    })
  }
  const unjudged = present.filter(({ at }) => at > (state.cursor?.judgedAt ?? 0))
  const unjudgedFor = now - unjudged.reduce((oldest, { at }) => Math.min(oldest, at), now)
  return { judgement, closedHours, changedFindings: written, findings, unjudgedFor }
}

/** People change findings meanwhile: each of them is met once in a run, and hardly ever twice. */
const ROUNDS = 4

/** Moves the findings on; one that somebody has changed since it was read is read and moved on again. */
async function writeFindings(
  ledger: JudgeLedger,
  { tenant, service, now }: Pick<Run, 'tenant' | 'service' | 'now'>,
  state: JudgeState,
  { verdicts, others, watched }: Judgement,
  signatures: ReadonlyMap<SignatureId, Signature>,
): Promise<{ written: number; findings: readonly Finding[] }> {
  const intended = new Map(
    others.filter(({ verdict }) => verdict === 'intended').map(({ signature, why }) => [signature, why]),
  )
  let { findings } = state
  let written = 0
  for (let round = 0; round < ROUNDS; round++) {
    const changed = nextFindings(service, findings, verdicts, now, intended, (verdict) =>
      withoutGrowth(verdict, watched, signatures),
    )
    const before = written
    for (const finding of changed) if (await ledger.putFinding(tenant, finding)) written++
    if (written - before === changed.length) {
      const latest = new Map([...findings, ...changed].map((finding) => [finding.id, finding]))
      return { written, findings: [...latest.values()] }
    }
    findings = (await ledger.read(tenant, service)).findings
  }
  // What is left is as true in the next run.
  return { written, findings }
}

const signaturesOf = (lives: readonly LifeSeries[]): SignatureId[] => [
  ...new Set(lives.flatMap(({ counts }) => [...counts.keys()])),
]
