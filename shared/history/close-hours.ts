import { HOUR_STAYS_OPEN } from '#shared/ingest/index-snapshot.ts'
import type { BlockStore } from '#shared/store/block-store.ts'
import type { EvidenceStore } from '#shared/store/evidence-store.ts'
import type { ClosedTo, LateMark, LateSnapshot } from '#shared/store/judge-ledger.ts'
import type { SnapshotIndex } from '#shared/store/snapshot-index.ts'
import { dayStart, HOUR, hourStart, MINUTE } from '#shared/time.ts'
import { type Block, dayBlock, mergeBlock } from '#shared/trend/block.ts'
import { gatherHours, type Part, partOfSnapshots } from './gather-hours.ts'
import { inParallel, REQUESTS } from './in-parallel.ts'
import { keepEvidence } from './keep-evidence.ts'
import { WINDOW } from './read-history.ts'

export interface CloseDeps {
  readonly snapshots: SnapshotIndex
  readonly blocks: BlockStore
  readonly evidence: EvidenceStore
}

/** What has been put into blocks for good, and is not to be done again. */
export interface ClosedPart {
  /** Process-hours. */
  readonly hours: number
  readonly closed: ClosedTo
}

/** The same of hours that were read again whole. */
export interface LatePart {
  readonly hours: number
  /** Marks that are settled. */
  readonly late: readonly LateMark[]
}

/** An ingest that saw its hour still open has this long to finish its writes. */
const MARGIN = 10 * MINUTE
/** Signatures in process-hours of a part, those of 2,000 with 60 each: some 230 MB, twice that for a moment. */
const PART = 120_000

/** The first hour that a judge at this time leaves open. */
export const openHourAt = (now: number): number => hourStart(now - HOUR_STAYS_OPEN - MARGIN)

/** What is to be closed: all of a service that is not spread, or one part of one that is. */
export interface CloseRange {
  readonly begin: ClosedTo
  /** The first hour that stays open. */
  readonly to: number
  /** undefined: all of it. */
  readonly part?: string | undefined
}

/** Where closing begins. What names a place within an hour of a service that is spread was written before 2026-11-30. */
export function beginOf(cursor: ClosedTo | undefined, now: number): ClosedTo {
  const { closedThrough = hourStart(now - WINDOW), closedInto } = cursor ?? {}
  return { closedThrough, closedInto: closedInto?.startsWith('#') ? undefined : closedInto }
}

/** The first hour of a range whose snapshots lie in several parts; the end of the range where there is none. */
export async function firstSpreadHour(
  { snapshots }: Pick<CloseDeps, 'snapshots'>,
  tenant: string,
  service: string,
  from: number,
  to: number,
): Promise<number> {
  for (let hour = from; hour < to; hour += HOUR)
    if ((await snapshots.parts(tenant, service, hour)).length > 1) return hour
  return to
}

/**
 * Puts hours that have ended into blocks, some at a time.
 *
 * Blocks are merged, never replaced: what is in one stays when the rows it was made of have expired, and what
 * is repeated changes nothing. Whoever takes some of them notes it before asking for the next.
 * @param goOn is called all the time and throws where the run has to end: what was given stays
 */
export async function* closeHours(
  deps: CloseDeps,
  tenant: string,
  service: string,
  { begin, to, part }: CloseRange,
  now: number,
  goOn: () => void = () => undefined,
  size = PART,
): AsyncGenerator<ClosedPart> {
  let { closedThrough: from, closedInto: into } = begin
  while (from < to) {
    const gathered = await gatherHours(deps.snapshots, tenant, service, { from, to, into, part }, size, goOn)
    await write(deps, tenant, service, gathered, now, goOn)
    const { closed, blocks } = gathered
    yield { hours: blocks.length, closed }
    ;({ closedThrough: from, closedInto: into } = closed)
  }
}

/** The same of hours, or of a part of them, that were closed before this run and are to be read again. */
export async function* closeLateHours(
  deps: CloseDeps,
  tenant: string,
  service: string,
  { late, begin }: { readonly late: readonly LateMark[]; readonly begin: ClosedTo },
  now: number,
  goOn: () => void = () => undefined,
  size = PART,
): AsyncGenerator<LatePart> {
  const groups = Map.groupBy(
    late.filter((mark) => isClosed(mark, begin)),
    ({ part }) => part,
  )
  for (const [part, some] of groups)
    for (const marks of runsOf(some)) {
      const [{ hour }] = marks
      const range = {
        begin: { closedThrough: hour, closedInto: undefined },
        to: (marks.at(-1) as LateMark).hour + HOUR,
        part: part === '' ? undefined : part,
      }
      let settled = 0
      for await (const { hours, closed } of closeHours(deps, tenant, service, range, now, goOn, size)) {
        const done = marks.filter((mark) => mark.hour < closed.closedThrough)
        yield { hours, late: done.slice(settled) }
        settled = done.length
      }
    }
}

/** Merges snapshots that came after their hours were closed; rows that are gone are left out. @returns process-hours */
export async function mergeLateSnapshots(
  deps: CloseDeps,
  tenant: string,
  service: string,
  late: readonly LateSnapshot[],
  now: number,
): Promise<number> {
  const found = await deps.snapshots.getMany(
    tenant,
    service,
    late.map(({ snapshot: id, process }) => ({ id, process })),
  )
  const part = partOfSnapshots(found)
  await write(deps, tenant, service, part, now, () => undefined)
  return part.blocks.length
}

/** Whether the hour of a mark was put into blocks before this run, all of it or a part. */
const isClosed = ({ hour }: Pick<LateMark, 'hour'>, { closedThrough, closedInto }: ClosedTo): boolean =>
  hour < closedThrough || (hour === closedThrough && closedInto !== undefined)

/** Hour by hour of each process, and its days last: only then is the part done. */
async function write(
  { blocks, evidence }: CloseDeps,
  tenant: string,
  service: string,
  part: Omit<Part, 'closed'>,
  now: number,
  goOn: () => void,
): Promise<void> {
  await keepEvidence({ evidence }, tenant, service, part.evidence, now)
  const byProcess = Map.groupBy(part.blocks, ({ process }) => process)
  await inParallel(byProcess, REQUESTS, async ([process, gathered]) => {
    const days = new Map<number, Block>()
    for (const found of gathered) {
      goOn()
      const { start } = found
      const hour = await putHour(blocks, tenant, service, found, now)
      const date = dayStart(start)
      const day =
        days.get(date) ??
        (await blocks.get(tenant, service, 'day', process, start)) ??
        dayBlock(process, start)
      days.set(date, day)
      mergeBlock(day, hour)
    }
    for (const day of days.values()) await blocks.put(tenant, service, 'day', day, now)
  })
}

/** An hour is closed once, unless something is late or a run is repeated: it is looked for where it is there already. */
async function putHour(
  blocks: BlockStore,
  tenant: string,
  service: string,
  found: Block,
  now: number,
): Promise<Block> {
  if (await blocks.putIfAbsent(tenant, service, 'hour', found, now)) return found
  const hour = (await blocks.get(tenant, service, 'hour', found.process, found.start)) ?? found
  if (hour !== found) mergeBlock(hour, found)
  await blocks.put(tenant, service, 'hour', hour, now)
  return hour
}

/** Marks of hours that follow one another, each run oldest first. */
function runsOf(marks: readonly LateMark[]): [LateMark, ...LateMark[]][] {
  const runs: [LateMark, ...LateMark[]][] = []
  for (const mark of marks.toSorted((a, b) => a.hour - b.hour)) {
    const run = runs.at(-1)
    if (run?.at(-1)?.hour === mark.hour - HOUR) run.push(mark)
    else runs.push([mark])
  }
  return runs
}
