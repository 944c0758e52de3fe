import type { SignatureId } from '#shared/signature/signature.ts'
import type { JudgeLedger } from '#shared/store/judge-ledger.ts'
import type { SnapshotIndex } from '#shared/store/snapshot-index.ts'
import type { ProcessId } from '#shared/trend/process.ts'
import { type LifeSeries, sliceLife } from '#shared/trend/series.ts'
import { openSnapshots } from './open-snapshots.ts'
import { type HistoryDeps, presentStates, readHistory, WINDOW } from './read-history.ts'
import { API_BYTES, sampleProcesses } from './sample-processes.ts'

export interface LivesDeps extends HistoryDeps {
  readonly snapshots: SnapshotIndex
  readonly ledger: JudgeLedger
}

/** A service as a reader sees it: what the judge has put into blocks, and everything since. */
export interface ServiceLives {
  readonly lives: readonly LifeSeries[]
  readonly states: ReadonlyMap<SignatureId, ReadonlyMap<string, number>>
  /** What "now" is in it: the end of the range, if that is over. */
  readonly now: number
}

/**
 * Lives of a service, cut to a range of time; of one that is too large for the API those of a sample.
 *
 * @param range milliseconds since the epoch; `from` undefined: the whole window; `to` is exclusive; `process` is in the
 * sample for certain
 */
export async function readLives(
  deps: LivesDeps,
  tenant: string,
  service: string,
  range: {
    readonly from: number | undefined
    readonly to: number
    readonly now: number
    readonly process?: ProcessId | undefined
  },
): Promise<ServiceLives> {
  const { cursor } = await deps.ledger.read(tenant, service)
  const openFrom = cursor?.closedThrough ?? range.now - WINDOW
  // Rows do not outlive the window, however long the service was silent: each day is a query.
  const from = Math.max(openFrom, range.now - WINDOW)
  const sampled = { from: openFrom - WINDOW, openFrom: from, now: range.now, wanted: range.process }
  const sample = await sampleProcesses(deps, tenant, service, sampled, API_BYTES)
  const present = await openSnapshots(deps.snapshots, tenant, service, from, range.now, sample)
  const lives = await readHistory(deps, tenant, service, openFrom, present, WINDOW, sample)
  const cut = lives
    .map((life) => sliceLife(life, range.from ?? 0, range.to))
    .filter(({ times }) => times.length > 0)
  return { lives: cut, states: presentStates(present), now: Math.min(range.now, range.to) }
}
