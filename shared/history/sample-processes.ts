import { createHash } from 'node:crypto'
import type { Directory } from '#shared/store/directory.ts'
import type { SnapshotIndex } from '#shared/store/snapshot-index.ts'
import { HOUR } from '#shared/time.ts'
import type { Process, ProcessId } from '#shared/trend/process.ts'
import { type HeldHead, newestHeads } from './newest-heads.ts'
import { processSizes } from './process-sizes.ts'

/** The processes of a service that one run looks at. */
export interface Sample {
  readonly processes: readonly Process[]
  readonly has: (process: ProcessId) => boolean
  /** Of a part: the newest profile of each process of the last hour, those left out among them (`newestHeads`). */
  readonly heads: readonly HeldHead[] | undefined
}

/**
 * Bytes for the judge in its 3,008 MB, of which a third stays free: with 1.3 GB `npm run scale` measured between 57 and 70 % at
 * 100 processes of 300 signatures (2026-12-01), by when memory is collected.
 */
const JUDGE_BYTES = 1_200_000_000
/** Share of a machine that is for others as well: beside the processes stand what they are read from, and the API. */
const SHARED_WITH_OTHERS = 1 / 8
/** Bytes for the API in its 1,769 MB. */
export const API_BYTES = 800_000_000

/** Bytes for a judge on a machine, or in a container, with so many bytes of memory. */
export const judgeBytes = (memory: number): number => Math.min(JUDGE_BYTES, memory * SHARED_WITH_OTHERS)

/** Milliseconds since the epoch. */
export interface SampleRange {
  /** Begin of the window. */
  readonly from: number
  /** First hour that is read from its snapshots. */
  readonly openFrom: number
  readonly now: number
  /** Is in the sample, whatever else is. */
  readonly wanted?: ProcessId | undefined
}

/**
 * All processes of a window, or, of a service that is too large for one run, a part of it that tells as much: half by
 * the goroutines that they have now, since what leaks is among them sooner or later, and half by chance that stays
 * the same from run to run.
 *
 * @param most bytes that it may take
 */
export async function sampleProcesses(
  { directory, snapshots }: { readonly directory: Directory; readonly snapshots: SnapshotIndex },
  tenant: string,
  service: string,
  { from, openFrom, now, wanted }: SampleRange,
  most = JUDGE_BYTES,
): Promise<Sample> {
  const known: Process[] = []
  for await (const process of directory.processes(tenant, service))
    if (process.lastSeen >= from - 2 * HOUR) known.push(process)
  const range = { from, openFrom, now }
  const bytesOf = await processSizes(snapshots, tenant, service, range, known.length)
  if (known.reduce((sum, process) => sum + bytesOf(process), 0) <= most)
    return { processes: known, has: () => true, heads: undefined }

  const newest = await newestHeads(snapshots, tenant, service, now)
  const total = ({ id }: Process): number => newest.get(id)?.total ?? 0
  const chosen = new Set<Process>()
  let left = most
  const take = (some: readonly Process[], until: number): void => {
    for (const process of some) {
      if (left <= until) return
      if (chosen.has(process)) continue
      chosen.add(process)
      left -= bytesOf(process, newest.get(process.id)?.signatures)
    }
  }
  take(
    known.filter(({ id }) => id === wanted),
    0,
  )
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
