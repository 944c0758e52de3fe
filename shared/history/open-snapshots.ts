import type { SnapshotIndex } from '#shared/store/snapshot-index.ts'
import { HOUR } from '#shared/time.ts'
import type { Snapshot } from '#shared/trend/snapshot.ts'
import type { Sample } from './sample-processes.ts'

/** Clocks of senders may be ahead by ten minutes (`admission.ts`); an hour is room enough. */
export const AHEAD = HOUR

/** Rows read at most of a service of which a sample is looked at: those of other processes lie between its own. */
const MOST_READ = 100_000

/**
 * The snapshots that are in no block yet, in time order.
 *
 * @param openFrom first hour that is not in blocks, milliseconds since the epoch
 * @param sample these processes alone, and of a part of a service the newest snapshots alone; without it all
 */
export async function openSnapshots(
  snapshots: SnapshotIndex,
  tenant: string,
  service: string,
  openFrom: number,
  now: number,
  sample?: Pick<Sample, 'has' | 'heads'>,
  mostRead = MOST_READ,
): Promise<Snapshot[]> {
  const open: Snapshot[] = []
  const range = { from: openFrom, to: now + AHEAD }
  if (sample?.heads === undefined) {
    for await (const snapshot of snapshots.range(tenant, service, range)) open.push(snapshot)
    return inOrder(open)
  }
  const part = { ...range, of: sample.has, newestFirst: true, mostRead }
  for await (const snapshot of snapshots.range(tenant, service, part)) open.push(snapshot)
  return inOrder(open)
}

/** Those of a batch stand together. */
const inOrder = (open: Snapshot[]): Snapshot[] => open.sort((a, b) => (a.id < b.id ? -1 : 1))
