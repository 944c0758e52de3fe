import { HOUR_STAYS_OPEN } from '#shared/ingest/index-snapshot.ts'
import type { BlockStore } from '#shared/store/block-store.ts'
import type { EvidenceStore } from '#shared/store/evidence-store.ts'
import type { ClosedTo, Cursor, JudgeState, LateMark, LateSnapshot } from '#shared/store/judge-ledger.ts'
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

/**
 * Puts the hours that have ended since the last run into blocks, part by part.
 *
 * Blocks are merged, never replaced: what is in one stays when the rows it was made of have expired, and a part
 * that is repeated changes nothing. Whoever takes a part notes it before asking for the next.
 * @param goOn is called all the time and throws where the run has to end: the parts that were given stay
 */
export async function* closeHours(
  deps: CloseDeps,
  tenant: string,
  service: string,
  { cursor }: Pick<JudgeState, 'cursor'>,
  now: number,
  goOn: () => void = () => undefined,
  size = PART,
): AsyncGenerator<ClosedPart> {
  const openFrom = openHourAt(now)
  for await (const part of partsOf(deps, tenant, service, beginOf(cursor, now), openFrom, goOn, size)) {
    await write(deps, tenant, service, part, now, goOn)
    yield { hours: part.blocks.length, closed: part.closed }
  }
}

/** Where closing begins. */
const beginOf = (cursor: Cursor | undefined, now: number): ClosedTo => ({
  closedThrough: cursor?.closedThrough ?? hourStart(now - WINDOW),
  closedInto: cursor?.closedInto,
})

/** The same of hours that were closed before this run and are to be read again. */
export async function* closeLateHours(
  deps: CloseDeps,
  tenant: string,
  service: string,
  { cursor, late }: Pick<JudgeState, 'cursor' | 'late'>,
  now: number,
  goOn: () => void = () => undefined,
  size = PART,
): AsyncGenerator<LatePart> {
  const begin = beginOf(cursor, now)
  for (const marks of runsOf(late.filter((mark) => isClosed(mark, begin)))) {
    const hours = { from: marks[0].hour, to: (marks.at(-1) as LateMark).hour + HOUR }
    let settled = 0
    const start = { closedThrough: hours.from, closedInto: undefined }
    for await (const part of partsOf(deps, tenant, service, start, hours.to, goOn, size)) {
      await write(deps, tenant, service, part, now, goOn)
      const done = marks.filter(({ hour }) => hour < part.closed.closedThrough)
      yield { hours: part.blocks.length, late: done.slice(settled) }
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

async function* partsOf(
  { snapshots }: CloseDeps,
  tenant: string,
  service: string,
  begin: ClosedTo,
  to: number,
  goOn: () => void,
  size: number,
): AsyncGenerator<Part> {
  let { closedThrough: from, closedInto: into } = begin
  while (from < to) {
    const names = await snapshots.parts(tenant, service, from)
    const isSpread = names.length > 1 && (into === undefined || isPlace(into))
    const part = isSpread
      ? await gatherPart(snapshots, tenant, service, { from, into, names }, size, goOn)
      : await gatherHours(snapshots, tenant, service, { from, to, into }, size, goOn)
    yield part
    ;({ closedThrough: from, closedInto: into } = part.closed)
  }
}

/**
 * The next part of an hour of a service that is spread, or some processes of it. What is closed is told as `#3a`, this part
 * and all before it, or `#3a#pod-1@…`, up to this process of it: no process begins so.
 */
async function gatherPart(
  snapshots: SnapshotIndex,
  tenant: string,
  service: string,
  { from, into, names }: { from: number; into: string | undefined; names: readonly string[] },
  size: number,
  goOn: () => void,
): Promise<Part> {
  const [, done, ...process] = into?.split('#') ?? []
  const within = process.length > 0 ? process.join('#') : undefined
  const name = done === undefined ? names[0] : within === undefined ? names.find((one) => one > done) : done
  const range = { from, to: from + HOUR, into: within, part: name }
  const part = await gatherHours(snapshots, tenant, service, range, size, goOn)
  const { closedThrough, closedInto } = part.closed
  if (closedThrough === from)
    return { ...part, closed: { closedThrough, closedInto: `#${name}#${closedInto}` } }
  const isLast = name === names.at(-1)
  return { ...part, closed: isLast ? { closedThrough } : { closedThrough: from, closedInto: `#${name}` } }
}

const isPlace = (into: string): boolean => into.startsWith('#')

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
      const hour = (await blocks.get(tenant, service, 'hour', process, start)) ?? found
      if (hour !== found) mergeBlock(hour, found)
      await blocks.put(tenant, service, 'hour', hour, now)
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
