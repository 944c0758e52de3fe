import { max } from 'd3-array'
import { SEEN_EVERY } from '#shared/ingest/remembered.ts'
import type { SnapshotHead, SnapshotIndex } from '#shared/store/snapshot-index.ts'
import { HOUR } from '#shared/time.ts'
import type { Process, ProcessId } from '#shared/trend/process.ts'

/**
 * Bytes of resident memory that a signature takes for an hour of a process in blocks, of lives and of all that is computed
 * from them; and that one sighting of an open hour takes, beside the lives made of it (`npm run scale`, 2026-11-30).
 */
const SIGNATURE_HOUR = 200
const SIGHTING = 600
/** Profiles of a process in an hour, where no two say it. */
const PROFILES_AN_HOUR = 60
/** Rows looked at for each process: some send in several forms, or miss a slot. */
const ROWS_EACH = 2
const LEAST_ROWS = 32
/** Rows looked at of a service of any size: 2 MB at 60 signatures. */
const MOST_ROWS = 2_000

/** Milliseconds since the epoch: the begin of a window, and the first hour that is read from its snapshots. */
interface Window {
  readonly from: number
  readonly openFrom: number
  readonly now: number
}

/** Bytes of a process. @param signatures that it has, where the caller knows better */
type SizeOf = (process: Process, signatures?: number) => number

/**
 * What each process of a service takes of memory, by what its newest profiles hold: signatures, and how often they come.
 *
 * A process without a profile among them counts as the largest that has one.
 */
export async function processSizes(
  snapshots: SnapshotIndex,
  tenant: string,
  service: string,
  { from, openFrom, now }: Window,
  processes: number,
): Promise<SizeOf> {
  const most = Math.min(MOST_ROWS, LEAST_ROWS + ROWS_EACH * processes)
  const heads = await snapshots.newestHeads(tenant, service, now, most)
  const signatures = signaturesOf(heads)
  const largest = max(signatures.values()) ?? 0
  const perHour = profilesAnHour(heads, signatures.size)
  return ({ id, firstSeen, lastSeen }, known = signatures.get(id) ?? largest) => {
    const closed = (lastSeen - Math.max(firstSeen, from)) / HOUR + 1
    // `lastSeen` is raised so often, not with every profile.
    const open = Math.max(0, (Math.min(lastSeen + SEEN_EVERY, now) - Math.max(firstSeen, openFrom)) / HOUR)
    return known * (closed * SIGNATURE_HOUR + open * perHour * SIGHTING)
  }
}

function signaturesOf(heads: readonly SnapshotHead[]): Map<ProcessId, number> {
  const found = new Map<ProcessId, number>()
  for (const { process, signatures } of heads)
    found.set(process, Math.max(signatures, found.get(process) ?? 0))
  return found
}

/** Mean of the processes that these are of. */
function profilesAnHour(heads: readonly SnapshotHead[], processes: number): number {
  const span = (heads[0]?.at ?? 0) - (heads.at(-1)?.at ?? 0)
  // One profile each tells nothing of the time to the next.
  if (span <= 0 || heads.length <= processes) return PROFILES_AN_HOUR
  return Math.max(1, ((heads.length - processes) / processes / span) * HOUR)
}
