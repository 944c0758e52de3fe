import type { ClosedTo } from '#shared/store/judge-ledger.ts'
import type { SnapshotIndex } from '#shared/store/snapshot-index.ts'
import { HOUR, hourStart } from '#shared/time.ts'
import { type Block, hourBlock, mergeMoments } from '#shared/trend/block.ts'
import type { ProcessId } from '#shared/trend/process.ts'
import type { Snapshot } from '#shared/trend/snapshot.ts'
import { addEvidence, type FoundEvidence } from './keep-evidence.ts'
import { isPoint, momentOf } from './read-history.ts'

/** Hours of a service that fit into memory at one time, made of their snapshots. */
export interface Part {
  /** In time order for each process. */
  readonly blocks: readonly Block[]
  readonly evidence: FoundEvidence
  /** What is closed once these are written. */
  readonly closed: ClosedTo
}

/** Ends of what is to be gathered; `to` is exclusive, `into` is where the first hour goes on. */
export interface GatherRange {
  readonly from: number
  readonly to: number
  readonly into: ProcessId | undefined
}

/**
 * Reads snapshots into hour blocks until there is enough for one part: whole hours where they are small, else
 * one hour of the processes that come first.
 *
 * @param size process-hours of a part; a block of 60 signatures takes some 100 KB, and twice as many are held at most
 * @param goOn is called between two snapshots and throws where the run has to end
 */
export async function gatherHours(
  snapshots: SnapshotIndex,
  tenant: string,
  service: string,
  { from, to, into }: GatherRange,
  size: number,
  goOn: () => void,
): Promise<Part> {
  const end = into === undefined ? to : Math.min(to, from + HOUR)
  const whole: Block[] = []
  const evidence: FoundEvidence = new Map()
  let hour = from
  let open = new Map<ProcessId, Block>()
  let last: ProcessId | undefined
  const part = (closed: ClosedTo): Part => ({
    blocks: [...whole, ...open.values()].filter(hasPoints),
    evidence,
    closed: last === undefined ? closed : { closedThrough: hour, closedInto: last },
  })
  const of = (process: ProcessId): boolean =>
    (into === undefined || process > into) && (last === undefined || process <= last)

  for await (const snapshot of snapshots.range(tenant, service, { from, to: end, of })) {
    goOn()
    const start = hourStart(snapshot.at)
    if (start > hour) {
      if (last !== undefined || whole.length + open.size >= size) return part({ closedThrough: start })
      whole.push(...open.values())
      open = new Map()
      hour = start
    }
    add(open, snapshot)
    addEvidence(evidence, snapshot)
    if (open.size <= 2 * size - whole.length) continue
    if (whole.length > 0) {
      open = new Map()
      return part({ closedThrough: hour })
    }
    last = keepFirst(open, size)
  }
  return part({ closedThrough: end })
}

function add(open: Map<ProcessId, Block>, snapshot: Snapshot): void {
  const { process, at } = snapshot
  const block = open.get(process) ?? hourBlock(process, at)
  open.set(process, block)
  if (isPoint(snapshot)) mergeMoments(block, [momentOf(snapshot)])
}

/** @returns the last process that stays */
function keepFirst(open: Map<ProcessId, Block>, size: number): ProcessId | undefined {
  const sorted = [...open.keys()].sort()
  for (const process of sorted.slice(size)) open.delete(process)
  return sorted[size - 1]
}

const hasPoints = ({ seenAt }: Block): boolean => seenAt.some((at) => at !== 0)
