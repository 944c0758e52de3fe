import type { SnapshotHead, SnapshotIndex } from '#shared/store/snapshot-index.ts'
import { HOUR } from '#shared/time.ts'
import type { ProcessId } from '#shared/trend/process.ts'

/**
 * Rows read at most, beside those of senders whose clocks are ahead: of 10,000 processes that send once a minute those of
 * five minutes, 15 to 45 MB of the table.
 */
const MOST_ROWS = 50_000

/**
 * The newest goroutine snapshot of each process in the last hour, without its sightings; of a service that sends very much,
 * of the processes that its newest profiles are of.
 */
export async function newestHeads(
  snapshots: SnapshotIndex,
  tenant: string,
  service: string,
  now: number,
  most = MOST_ROWS,
): Promise<Map<ProcessId, SnapshotHead>> {
  const newest = new Map<ProcessId, SnapshotHead>()
  // Clocks of senders may be ahead.
  const range = { from: now - HOUR, to: now + HOUR, newestFirst: true }
  let left = most
  for await (const head of snapshots.heads(tenant, service, range)) {
    if (head.type === 'goroutine' && !newest.has(head.process)) newest.set(head.process, head)
    if (head.at <= now && --left <= 0) break
  }
  return newest
}
