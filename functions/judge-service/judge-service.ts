import { Rejection } from '#shared/api/reason.ts'
import { type CloseDeps, closeHours, openHourAt } from '#shared/history/close-hours.ts'
import { keepEvidence } from '#shared/history/keep-evidence.ts'
import { openSnapshots } from '#shared/history/open-snapshots.ts'
import { presentRanged } from '#shared/history/present-ranged.ts'
import { type HistoryDeps, presentStates, readHistory } from '#shared/history/read-history.ts'
import { readSockets, type SocketsDeps } from '#shared/history/read-sockets.ts'
import type { SignatureId } from '#shared/signature/signature.ts'
import type { JudgeLedger } from '#shared/store/judge-ledger.ts'
import type { SignatureIndex } from '#shared/store/signature-index.ts'
import { MINUTE } from '#shared/trend/block.ts'
import type { ProcessEvidence } from '#shared/trend/evidence.ts'
import type { LifeSeries } from '#shared/trend/series.ts'
import { judge } from '#shared/verdict/judge.ts'
import { nextFindings } from '#shared/verdict/lifecycle.ts'
import type { Judgement } from '#shared/verdict/verdict.ts'

export interface JudgeDeps extends CloseDeps, HistoryDeps, SocketsDeps {
  readonly ledger: JudgeLedger
  readonly signatures: SignatureIndex
}

/** What one run did. */
export interface JudgeRun {
  readonly judgement: Judgement
  /** Process-hours put into blocks. */
  readonly closedHours: number
  /** Findings written. */
  readonly changedFindings: number
}

/** Longer than the longest run: a judge that died gives its service back after this. */
const LEASE = 5 * MINUTE

/**
 * Judges one service: closes hours, reads the window, gives verdicts, moves findings on.
 *
 * Two runs at once are kept apart by a lease; a run that is repeated changes nothing.
 * @param owner names this run in the lease
 * @throws Rejection `conflict` where another judge holds the lease
 */
export async function judgeService(
  deps: JudgeDeps,
  tenant: string,
  service: string,
  owner: string,
  now: number,
): Promise<JudgeRun> {
  if (!(await deps.ledger.lease(tenant, service, owner, now + LEASE, now))) {
    throw new Rejection('conflict', `${service} is being judged by another run; ask again in a minute.`)
  }
  try {
    return await judgeLeased(deps, tenant, service, owner, now)
  } catch (error) {
    await deps.ledger.release(tenant, service, owner)
    throw error
  }
}

async function judgeLeased(
  deps: JudgeDeps,
  tenant: string,
  service: string,
  owner: string,
  now: number,
): Promise<JudgeRun> {
  const state = await deps.ledger.read(tenant, service)
  const closedHours = await closeHours(deps, tenant, service, state, now)
  const openFrom = openHourAt(now)
  const present = await openSnapshots(deps.snapshots, tenant, service, openFrom, now)
  await keepEvidence(deps, tenant, service, present, now)
  const lives = await readHistory(deps, tenant, service, openFrom, present)
  const signatures = await deps.signatures.getMany(tenant, signaturesOf(lives))
  const evidence: ProcessEvidence[] = []
  for await (const known of deps.evidence.all(tenant, service)) evidence.push(known)
  const sockets = await readSockets(deps, tenant, service)
  const seen = { states: presentStates(present), ranged: presentRanged(present), evidence, sockets }
  const judgement = judge({ service, lives, signatures, ...seen, now })

  const changed = nextFindings(service, state.findings, judgement.verdicts, now)
  let changedFindings = 0
  for (const finding of changed) if (await deps.ledger.putFinding(tenant, finding)) changedFindings++
  for (const mark of state.late) await deps.ledger.clearLate(tenant, service, mark)
  if (await deps.ledger.advance(tenant, service, owner, { closedThrough: openFrom, judgedAt: now })) {
    const findings = new Map([...state.findings, ...changed].map((finding) => [finding.id, finding]))
    const open = [...findings.values()].filter((finding) => finding.state !== 'resolved')
    await deps.directory.setJudged(tenant, service, now, open.length)
  }
  return { judgement, closedHours, changedFindings }
}

const signaturesOf = (lives: readonly LifeSeries[]): SignatureId[] => [
  ...new Set(lives.flatMap(({ counts }) => [...counts.keys()])),
]
