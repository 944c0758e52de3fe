import { HOUR_STAYS_OPEN } from '#shared/ingest/index-snapshot.ts'
import type { BlockStore } from '#shared/store/block-store.ts'
import type { EvidenceStore } from '#shared/store/evidence-store.ts'
import type { JudgeState } from '#shared/store/judge-ledger.ts'
import type { SnapshotIndex } from '#shared/store/snapshot-index.ts'
import {
  type Block,
  dayBlock,
  dayStart,
  HOUR,
  hourBlock,
  hourStart,
  MINUTE,
  mergeBlock,
  mergeMoments,
} from '#shared/trend/block.ts'
import type { Snapshot } from '#shared/trend/snapshot.ts'
import { keepEvidence } from './keep-evidence.ts'
import { isPoint, momentOf, WINDOW } from './read-history.ts'

export interface CloseDeps {
  readonly snapshots: SnapshotIndex
  readonly blocks: BlockStore
  readonly evidence: EvidenceStore
}

/** An ingest that saw its hour still open has this long to finish its writes. */
const MARGIN = 10 * MINUTE

/** The first hour that a judge at this time leaves open. */
export const openHourAt = (now: number): number => hourStart(now - HOUR_STAYS_OPEN - MARGIN)

/**
 * Puts the hours that have ended since the last run, and those that got late snapshots, into blocks.
 *
 * Blocks are merged, never replaced: what is in one stays when the rows it was made of have expired, and a run
 * that is repeated changes nothing.
 * @returns how many process-hours were written
 */
export async function closeHours(
  deps: CloseDeps,
  tenant: string,
  service: string,
  { cursor, late }: JudgeState,
  now: number,
): Promise<number> {
  const openFrom = openHourAt(now)
  const from = cursor?.closedThrough ?? hourStart(now - WINDOW)
  const lateHours = late.map(({ hour }) => hour).filter((hour) => hour < from)
  const pending: Snapshot[] = []
  for await (const snapshot of deps.snapshots.range(tenant, service, { from, to: openFrom }))
    pending.push(snapshot)
  for (const hour of lateHours) {
    for await (const snapshot of deps.snapshots.range(tenant, service, { from: hour, to: hour + HOUR }))
      pending.push(snapshot)
  }
  await keepEvidence(deps, tenant, service, pending, now)
  const days = new Map<string, Block>()
  const byHour = Map.groupBy(pending.filter(isPoint), ({ process, at }) => `${hourStart(at)}#${process}`)
  for (const snapshots of byHour.values()) {
    const { process, at } = snapshots[0] as Snapshot
    const hour = (await deps.blocks.get(tenant, service, 'hour', process, at)) ?? hourBlock(process, at)
    mergeMoments(hour, snapshots.map(momentOf))
    await deps.blocks.put(tenant, service, 'hour', hour, now)
    const dayKey = `${dayStart(at)}#${process}`
    const day =
      days.get(dayKey) ??
      (await deps.blocks.get(tenant, service, 'day', process, at)) ??
      dayBlock(process, at)
    days.set(dayKey, day)
    mergeBlock(day, hour)
  }
  for (const day of days.values()) await deps.blocks.put(tenant, service, 'day', day, now)
  return byHour.size
}
