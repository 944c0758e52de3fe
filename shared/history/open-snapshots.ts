import type { SnapshotIndex } from '#shared/store/snapshot-index.ts'
import { HOUR } from '#shared/trend/block.ts'
import type { ProcessId } from '#shared/trend/process.ts'
import type { Snapshot } from '#shared/trend/snapshot.ts'

/** Clocks of senders may be ahead by ten minutes (`admission.ts`); an hour is room enough. */
export const AHEAD = HOUR

/**
 * The snapshots that are in no block yet, in time order.
 *
 * @param openFrom first hour that is not in blocks, milliseconds since the epoch
 * @param of which processes; all
 */
export async function openSnapshots(
  snapshots: SnapshotIndex,
  tenant: string,
  service: string,
  openFrom: number,
  now: number,
  of?: (process: ProcessId) => boolean,
): Promise<Snapshot[]> {
  const open: Snapshot[] = []
  const range = { from: openFrom, to: now + AHEAD, ...(of === undefined ? {} : { of }) }
  for await (const snapshot of snapshots.range(tenant, service, range)) open.push(snapshot)
  return open
}
