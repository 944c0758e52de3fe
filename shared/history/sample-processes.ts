import { createHash } from 'node:crypto'
import type { Directory } from '#shared/store/directory.ts'
import type { SnapshotHead, SnapshotIndex } from '#shared/store/snapshot-index.ts'
import { HOUR } from '#shared/trend/block.ts'
import type { Process, ProcessId } from '#shared/trend/process.ts'

/** The processes of a service that one run looks at. */
export interface Sample {
  readonly processes: readonly Process[]
  readonly has: (process: ProcessId) => boolean
  /** Of a part: the newest profile of each process of the last hour, also of those that were left out. */
  readonly heads: readonly SnapshotHead[] | undefined
}

/**
 * Process-hours that a run can hold in 3 GB: at 60 signatures 13 KB each (measured 2026-11-23), so that 450 processes
 * live through a window of 14 days. Restarts do not count: many short lives are as much as few long ones.
 */
const MOST_HOURS = 150_000

/**
 * All processes of a window, or, of a service that is too large for one run, a part of it that tells as much: half by
 * the goroutines that they have now, since what leaks is among them sooner or later, and half by chance that stays
 * the same from run to run.
 *
 * @param from begin of the window, milliseconds since the epoch
 */
export async function sampleProcesses(
  { directory, snapshots }: { readonly directory: Directory; readonly snapshots: SnapshotIndex },
  tenant: string,
  service: string,
  { from, now }: { readonly from: number; readonly now: number },
  most = MOST_HOURS,
): Promise<Sample> {
  const known: Process[] = []
  for await (const process of directory.processes(tenant, service))
    if (process.lastSeen >= from - HOUR) known.push(process)
  const hoursOf = ({ firstSeen, lastSeen }: Process): number =>
    (lastSeen - Math.max(firstSeen, from)) / HOUR + 1
  if (known.reduce((sum, process) => sum + hoursOf(process), 0) <= most)
    return { processes: known, has: () => true, heads: undefined }

  const newest = new Map<ProcessId, SnapshotHead>()
  for await (const head of snapshots.heads(tenant, service, { from: now - HOUR, to: now + HOUR }))
    if (head.type === 'goroutine') newest.set(head.process, head)
  const total = ({ id }: Process): number => newest.get(id)?.total ?? 0
  const chosen = new Set<Process>()
  let left = most
  const take = (some: readonly Process[], until: number): void => {
    for (const process of some) {
      if (left <= until) return
      if (chosen.has(process)) continue
      chosen.add(process)
      left -= hoursOf(process)
    }
  }
  take(
    known.toSorted((a, b) => total(b) - total(a)),
    most / 2,
  )
  take(
    known
      .map((process) => ({ process, rank: rankOf(process) }))
      .sort(byRank)
      .map(processOf),
    0,
  )
  const ids = new Set([...chosen].map(({ id }) => id))
  return {
    processes: known.filter((process) => chosen.has(process)),
    has: (process) => ids.has(process),
    heads: [...newest.values()],
  }
}

interface Ranked {
  readonly process: Process
  readonly rank: string
}
const rankOf = ({ id }: Process): string => createHash('sha256').update(id).digest('hex')
const byRank = (a: Ranked, b: Ranked): number => (a.rank < b.rank ? -1 : 1)
const processOf = ({ process }: Ranked): Process => process
