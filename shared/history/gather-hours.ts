import { sum } from 'd3-array'
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
  /** Of one hour, the processes of this part alone. */
  readonly part?: string | undefined
}

/**
 * Reads snapshots into hour blocks until there is enough for one part: whole hours where they are small, else
 * one hour of the processes that come first.
 *
 * @param size signatures in process-hours of a part; each takes some 1.7 KB, and twice as many are held at most
 * @param goOn is called between two snapshots and throws where the run has to end
 */
export async function gatherHours(
  snapshots: SnapshotIndex,
  tenant: string,
  service: string,
  { from, to, into, part: only }: GatherRange,
  size: number,
  goOn: () => void,
): Promise<Part> {
  const end = into === undefined ? to : Math.min(to, from + HOUR)
  const whole: Block[] = []
  const evidence: FoundEvidence = new Map()
  let hour = from
  let open = new Map<ProcessId, Block>()
  /** Signatures of the whole hours, and of the one that is being read. */
  let [held, opened] = [0, 0]
  let last: ProcessId | undefined
  const part = (closed: ClosedTo): Part => ({
    blocks: [...whole, ...open.values()].filter(hasPoints),
    evidence,
    closed: last === undefined ? closed : { closedThrough: hour, closedInto: last },
  })
  const of = (process: ProcessId): boolean =>
    (into === undefined || process > into) && (last === undefined || process <= last)

  for await (const snapshot of snapshots.range(tenant, service, { from, to: end, of, part: only })) {
    goOn()
    const start = hourStart(snapshot.at)
    if (start > hour) {
      if (last !== undefined || held + opened >= size) return part({ closedThrough: start })
      whole.push(...open.values())
      held += opened
      open = new Map()
      opened = 0
      hour = start
    }
    opened += add(open, snapshot)
    addEvidence(evidence, snapshot)
    if (opened <= 2 * size - held || (whole.length === 0 && open.size === 1)) continue
    if (whole.length > 0) {
      open = new Map()
      return part({ closedThrough: hour })
    }
    last = keepFirst(open, size)
    opened = sum(open.values(), weightOf)
  }
  return part({ closedThrough: end })
}

/** The blocks and the evidence of some snapshots, of any hours and processes. */
export function partOfSnapshots(snapshots: readonly Snapshot[]): Omit<Part, 'closed'> {
  const evidence: FoundEvidence = new Map()
  for (const snapshot of snapshots) addEvidence(evidence, snapshot)
  const byHour = Map.groupBy(snapshots, ({ at }) => hourStart(at))
  const blocks = [...byHour].flatMap(([, some]) => {
    const open = new Map<ProcessId, Block>()
    for (const snapshot of some) add(open, snapshot)
    return [...open.values()]
  })
  return { blocks: blocks.filter(hasPoints), evidence }
}

/** @returns signatures that came in */
function add(open: Map<ProcessId, Block>, snapshot: Snapshot): number {
  const { process, at } = snapshot
  const known = open.get(process)
  const block = known ?? hourBlock(process, at)
  const before = known === undefined ? 0 : weightOf(known)
  open.set(process, block)
  if (isPoint(snapshot)) mergeMoments(block, [momentOf(snapshot)])
  return weightOf(block) - before
}

/** A block without signatures takes room too. */
const weightOf = ({ counts }: Block): number => Math.max(1, counts.size)

/** @returns the last process that stays: one at least, then as many as fit */
function keepFirst(open: Map<ProcessId, Block>, size: number): ProcessId | undefined {
  let left = size
  let last: ProcessId | undefined
  for (const [process, block] of [...open].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (last !== undefined && left < weightOf(block)) break
    left -= weightOf(block)
    last = process
  }
  for (const process of open.keys()) if (last !== undefined && process > last) open.delete(process)
  return last
}

const hasPoints = ({ seenAt }: Block): boolean => seenAt.some((at) => at !== 0)
