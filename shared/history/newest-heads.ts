import type { SnapshotHead, SnapshotIndex } from '#shared/store/snapshot-index.ts'
import { HOUR } from '#shared/trend/block.ts'
import type { ProcessId } from '#shared/trend/process.ts'

/** The newest goroutine snapshot of each process in the last hour, without its sightings. */
export async function newestHeads(
  snapshots: SnapshotIndex,
  tenant: string,
  service: string,
  now: number,
): Promise<Map<ProcessId, SnapshotHead>> {
  const newest = new Map<ProcessId, SnapshotHead>()
  // Clocks of senders may be ahead.
  for await (const head of snapshots.heads(tenant, service, { from: now - HOUR, to: now + HOUR }))
    if (head.type === 'goroutine') newest.set(head.process, head)
  return newest
}
