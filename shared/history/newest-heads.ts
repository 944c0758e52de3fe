import type { SnapshotHead, SnapshotIndex } from '#shared/store/snapshot-index.ts'
import { HOUR } from '#shared/time.ts'
import type { ProcessId } from '#shared/trend/process.ts'
import { overdueAfter } from '#shared/trend/running.ts'

/**
 * Rows read at most, beside those of senders whose clocks are ahead: of 10,000 processes that send once a minute those of
 * five minutes, 15 to 45 MB of the table.
 */
const MOST_ROWS = 50_000

/** The newest snapshot of a process, and when the next one is overdue, milliseconds since the epoch. */
export interface HeldHead extends SnapshotHead {
  readonly heldUntil: number
}

/**
 * The newest goroutine snapshot of each process that was heard of in the last hour and is not overdue, without its
 * sightings; of a service that sends very much, of the processes that its newest profiles are of.
 */
export async function newestHeads(
  snapshots: SnapshotIndex,
  tenant: string,
  service: string,
  now: number,
  most = MOST_ROWS,
): Promise<Map<ProcessId, HeldHead>> {
  const newest = new Map<ProcessId, SnapshotHead>()
  const oldest = new Map<ProcessId, number>()
  const intervals = new Map<ProcessId, number>()
  // Clocks of senders may be ahead.
  const range = { from: now - HOUR, to: now + HOUR, newestFirst: true }
  let left = most
  for await (const head of snapshots.heads(tenant, service, range)) {
    if (head.type === 'goroutine') {
      const { process, at } = head
      // What came in a batch stands behind all of its hour that came alone.
      if (at >= (newest.get(process)?.at ?? at)) newest.set(process, head)
      // The longest of them: dumps in several forms come at once.
      const gap = (oldest.get(process) ?? at) - at
      if (gap > 0) intervals.set(process, Math.max(gap, intervals.get(process) ?? 0))
      oldest.set(process, at)
    }
    if (head.at <= now && --left <= 0) break
  }
  const held = [...newest].map(([process, head]): [ProcessId, HeldHead] => [
    process,
    { ...head, heldUntil: head.at + overdueAfter(intervals.get(process)) },
  ])
  return new Map(held.filter(([, { heldUntil }]) => heldUntil >= now))
}
