import type { SnapshotIndex } from '#shared/store/snapshot-index.ts'
import { HOUR, MINUTE } from '#shared/trend/block.ts'
import type { Snapshot } from '#shared/trend/snapshot.ts'
import type { Sample } from './sample-processes.ts'

/** Clocks of senders may be ahead by ten minutes (`admission.ts`); an hour is room enough. */
export const AHEAD = HOUR

/**
 * The snapshots that are in no block yet, in time order.
 *
 * @param openFrom first hour that is not in blocks, milliseconds since the epoch
 * @param sample these processes alone, and of a large service some minutes alone; without it all
 */
export async function openSnapshots(
  snapshots: SnapshotIndex,
  tenant: string,
  service: string,
  openFrom: number,
  now: number,
  sample?: Pick<Sample, 'has' | 'every'>,
): Promise<Snapshot[]> {
  const open: Snapshot[] = []
  const of = sample === undefined ? {} : { of: sample.has }
  for (const range of spans(openFrom, now, sample?.every ?? 1))
    for await (const snapshot of snapshots.range(tenant, service, { ...range, ...of })) open.push(snapshot)
  return open
}

/** All of it, or the newest whole minute and each so manieth before it, oldest first. */
function spans(openFrom: number, now: number, every: number): { from: number; to: number }[] {
  if (every === 1) return [{ from: openFrom, to: now + AHEAD }]
  const newest = Math.floor(now / MINUTE) * MINUTE - MINUTE
  const minutes = Math.floor((newest - openFrom) / (every * MINUTE)) + 1
  return Array.from({ length: Math.max(minutes, 0) }, (_, i) => {
    const from = newest - (minutes - 1 - i) * every * MINUTE
    return { from, to: from + MINUTE }
  })
}
