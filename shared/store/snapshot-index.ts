import { DAY, HOUR, hourStart } from '#shared/time.ts'
import type { ProcessId } from '#shared/trend/process.ts'
import type { Snapshot } from '#shared/trend/snapshot.ts'
import { type BatchId, firstOf } from './batch-key.ts'
import { type HourNames, hourNames } from './hour-names.ts'
import { daysBetween, firstSnapshotId, idInSlot, rowKey, slotStartOf } from './keys.ts'
import { type Layouts, ONE_PART, partOf, partsAt, spansOf } from './layout.ts'
import { mergedRows } from './merged-rows.ts'
import type { PackedSnapshot } from './packed-counts.ts'
import type { Row, RowKey, RowStore } from './rows.ts'
import {
  endOfBatch,
  headsOf,
  type IndexedSnapshot,
  type Place,
  packedRows,
  placeOf,
  rowOfPlace,
  type SnapshotHead,
  singleRow,
  snapshotsOf,
} from './snapshot-row.ts'

export type { SnapshotHead }

/** Rows of a part that are read for the newest of all parts. */
const LEAST_OF_PART = 32
/** Rows that are written at one time. */
const WRITES = 10
/** Queries for rows of batches that are under way at one time. */
const QUERIES = 10

/** Which snapshots there are, with their sightings; an index of the bucket. */
export interface SnapshotIndex {
  get(tenant: string, service: string, name: SnapshotName): Promise<IndexedSnapshot | undefined>
  /** Those that there are, in any order; of two in one slot the one that came alone. */
  getMany(tenant: string, service: string, names: readonly SnapshotName[]): Promise<IndexedSnapshot[]>
  /**
   * What stands in some slots of one process, kind and hour: what came alone, else what came in batches. One request, and a
   * query where nothing came alone.
   */
  inHour(tenant: string, service: string, names: readonly SnapshotName[]): Promise<Snapshot[]>
  /**
   * What stands in the slots of a batch, without sightings. Where a batch of the same process, kind and hour has come before, what
   * came alone is not looked for: whoever sends batches sends nothing else.
   */
  inSlots(tenant: string, service: string, names: readonly SnapshotName[]): Promise<SnapshotHead[]>
  /** The parts that the snapshots of a time lie in: a large service has several, each with some processes. */
  parts(tenant: string, service: string, at: number): Promise<readonly string[]>
  /** The one of these that a process has its snapshots of a time in. */
  partOf(tenant: string, service: string, process: ProcessId, at: number): Promise<string>
  /** false: the slot is taken. @param now when it was received: rows expire counted from then */
  putIfAbsent(
    tenant: string,
    service: string,
    snapshot: Snapshot | PackedSnapshot,
    now: number,
  ): Promise<boolean>
  /**
   * Writes the snapshots that a batch has of a service, one row a process, kind and hour; writing them again changes nothing.
   * The row of the earliest comes last: where it stands, all of them do.
   */
  putBatch(
    tenant: string,
    service: string,
    batch: BatchId,
    snapshots: readonly (Snapshot | PackedSnapshot)[],
    now: number,
  ): Promise<void>
  /** Those of which `putBatch` came to its end; each is asked for in the service of its first profile. */
  batchesIn(tenant: string, batches: readonly BatchOfService[]): Promise<ReadonlySet<BatchId>>
  /** What there is of an hour, by names alone. @param hour its start */
  names(tenant: string, service: string, hour: number): Promise<HourNames>
  /** The snapshots of a range without their sightings. */
  heads(tenant: string, service: string, range: SnapshotRange): AsyncIterable<SnapshotHead>
  /**
   * Snapshots whose slot begins in the range, `to` exclusive. Hours come in order of time, unless the range says other; of
   * an hour those that came in batches come first, process by process, then those that came alone, in order of time.
   */
  range(tenant: string, service: string, range: SnapshotRange): AsyncIterable<IndexedSnapshot>
  /** Of the last day, the newest first, of a row of several its newest alone. @param most at most so many */
  newest(tenant: string, service: string, now: number, most: number): Promise<Snapshot[]>
  /** The same without their sightings. */
  newestHeads(tenant: string, service: string, now: number, most: number): Promise<SnapshotHead[]>
}

/** A batch, and the service of its first profile. */
export interface BatchOfService {
  readonly service: string
  readonly batch: BatchId
}

/** A snapshot and whose it is. */
export type SnapshotName = Pick<Snapshot, 'id' | 'process'>

export interface SnapshotRange {
  readonly from: number
  readonly to: number
  /** Start after this one. */
  readonly after?: Place
  /** Leaves out the snapshots of other processes, at the price of reading their rows. */
  readonly of?: (process: ProcessId) => boolean
  readonly newestFirst?: boolean
  /** Of the processes of this part alone; the whole range has such parts. */
  readonly part?: string | undefined
  /** Rows read at most, those of other processes among them. */
  readonly mostRead?: number
}

export function snapshotIndex(rows: RowStore, layouts: Layouts = ONE_PART): SnapshotIndex {
  const keyOf = async (tenant: string, service: string, { id, process }: SnapshotName): Promise<RowKey> => {
    const part = partOf(await layouts.of(tenant, service), process, slotStartOf(id) ?? 0)
    return rowKey.snapshot(tenant, service, id, part)
  }
  /** Queries of the days of a range, each in one partition or in several. */
  const queries = async function* (
    tenant: string,
    service: string,
    { from, to, part, newestFirst = false }: Pick<SnapshotRange, 'from' | 'to' | 'part' | 'newestFirst'>,
  ) {
    const layout = await layouts.of(tenant, service)
    const spans = spansOf(layout, from, to).flatMap((span) =>
      daysBetween(span.from, span.to - 1).map((day) => ({ ...span, day })),
    )
    for (const span of newestFirst ? spans.reverse() : spans) {
      const parts = part === undefined ? partsAt(layout, span.from) : [part]
      yield { ...span, pks: parts.map((one) => rowKey.snapshotDay(tenant, service, span.day, one)) }
    }
  }
  const inRange = async function* <Read extends SnapshotHead | IndexedSnapshot>(
    tenant: string,
    service: string,
    range: SnapshotRange,
    read: (row: Row) => Read[],
  ): AsyncGenerator<Read> {
    const { after, of = () => true, newestFirst = false, mostRead = Number.POSITIVE_INFINITY } = range
    const isWanted = (snapshot: Read): boolean => {
      const slot = slotStartOf(snapshot.id) ?? 0
      return slot >= range.from && slot < range.to && (after === undefined || placeOf(snapshot) > after)
    }
    let left = mostRead
    for await (const { pks, ...span } of queries(tenant, service, range)) {
      for (const keys of keyRanges(span, after, newestFirst)) {
        const found = pks.map((pk) => rows.query({ pk, ...keys, newestFirst }))
        for await (const row of mergedRows(found, newestFirst)) {
          if (left-- <= 0) return
          if (!of(row.process as ProcessId)) continue
          const snapshots = read(row).filter(isWanted)
          yield* newestFirst ? snapshots.reverse() : snapshots
        }
      }
    }
  }
  /** Those of one process, kind and hour that came in batches. */
  const packed = async <Read>(
    tenant: string,
    service: string,
    { id, process }: SnapshotName,
    read: (row: Row) => Read[],
  ): Promise<Read[]> => {
    const part = partOf(await layouts.of(tenant, service), process, slotStartOf(id) ?? 0)
    const { pk, sk } = rowKey.packedSnapshots(tenant, service, id, part)
    const found: Read[] = []
    for await (const row of rows.query({ pk, from: sk, to: `${sk}~` })) found.push(...read(row))
    return found
  }
  const newestRows = async (tenant: string, service: string, now: number, most: number): Promise<Row[]> => {
    const newest: Row[] = []
    // Clocks of senders may be ahead: the last slot may lie in the next day.
    const range = { from: now - DAY, to: now + HOUR, newestFirst: true }
    for await (const { from, pks } of queries(tenant, service, range)) {
      const left = most - newest.length
      // Of many the newest are spread evenly over the parts; of few they are exactly the newest.
      const limit = Math.min(left, Math.max(LEAST_OF_PART, Math.ceil((2 * left) / pks.length)))
      const found = pks.map((pk) => rows.query({ pk, from: firstSnapshotId(from), newestFirst: true, limit }))
      for await (const row of mergedRows(found, true)) if (newest.length < most) newest.push(row)
    }
    return newest
  }
  return {
    get: async (tenant, service, name) => {
      const row = await rows.get(await keyOf(tenant, service, name))
      if (row !== undefined) return snapshotsOf(row)[0]
      return (await packed(tenant, service, name, snapshotsOf)).find(({ id }) => id === name.id)
    },
    getMany: async (tenant, service, names) => {
      const found = new Map<string, IndexedSnapshot>()
      const wanted = new Set(names.map(({ id }) => id))
      const keys = await Promise.all(names.map((name) => keyOf(tenant, service, name)))
      const singles = await rows.getMany(keys)
      const hours = new Map(names.map((name) => [hourOf(name.id), name]))
      for (const some of chunks([...hours.values()], QUERIES))
        for (const snapshot of (
          await Promise.all(some.map((name) => packed(tenant, service, name, snapshotsOf)))
        ).flat())
          if (wanted.has(snapshot.id) && !found.has(snapshot.id)) found.set(snapshot.id, snapshot)
      for (const row of singles) for (const snapshot of snapshotsOf(row)) found.set(snapshot.id, snapshot)
      return [...found.values()]
    },
    inHour: async (tenant, service, names) => {
      const [name] = names
      if (name === undefined) return []
      const keys = await Promise.all(names.map((one) => keyOf(tenant, service, one)))
      const alone = (await rows.getMany(keys)).flatMap((row) => snapshotsOf(row))
      if (alone.length > 0) return alone
      const together = await packed(tenant, service, name, snapshotsOf)
      return together.filter(({ id }) => names.some((one) => one.id === id))
    },
    inSlots: async (tenant, service, names) => {
      const found = new Map<string, SnapshotHead>()
      const alone: SnapshotName[] = []
      const hours = [...Map.groupBy(names, ({ id }) => hourOf(id)).values()]
      const look = async (some: readonly SnapshotName[]): Promise<void> => {
        const heads = await packed(tenant, service, some[0] as SnapshotName, headsOf)
        for (const head of heads) if (!found.has(head.id)) found.set(head.id, head)
        if (heads.length === 0) alone.push(...some)
      }
      for (const some of chunks(hours, QUERIES)) await Promise.all(some.map(look))
      const keys = await Promise.all(alone.map((name) => keyOf(tenant, service, name)))
      for (const row of await rows.getMany(keys)) for (const head of headsOf(row)) found.set(head.id, head)
      return names.flatMap(({ id }) => found.get(id) ?? [])
    },
    parts: async (tenant, service, at) => partsAt(await layouts.of(tenant, service), at),
    partOf: async (tenant, service, process, at) => partOf(await layouts.of(tenant, service), process, at),
    putIfAbsent: async (tenant, service, snapshot, now) =>
      rows.put({ ...(await keyOf(tenant, service, snapshot)), ...singleRow(snapshot, now) }, [
        { absent: true },
      ]),
    putBatch: async (tenant, service, batch, snapshots, now) => {
      const layout = await layouts.of(tenant, service)
      const sorted = snapshots.toSorted((a, b) => (a.id < b.id ? -1 : 1))
      const hours = Map.groupBy(sorted, ({ id }) => hourOf(id))
      const [last, ...before] = [...hours.values()].flatMap((some) => {
        const [{ id, process }] = some as [PackedSnapshot]
        const part = partOf(layout, process, slotStartOf(id) ?? 0)
        return packedRows({ tenant, service, part, batch }, some, now)
      })
      for (const some of chunks(before, WRITES))
        await Promise.all(some.map((row) => rows.put(row, [{ absent: true }])))
      if (last !== undefined) await rows.put(last, [{ absent: true }])
    },
    batchesIn: async (tenant, batches) => {
      const keys = batches.map(async ({ service, batch }) => {
        const layout = await layouts.of(tenant, service)
        const first = firstOf(batch) ?? ''
        return partsAt(layout, slotStartOf(first) ?? 0).map((part) =>
          rowKey.packedSnapshots(tenant, service, first, part, batch),
        )
      })
      const found = await rows.getMany((await Promise.all(keys)).flat())
      return new Set(found.flatMap(({ sk }) => endOfBatch(sk) ?? []))
    },
    names: async (tenant, service, hour) => {
      const parts = partsAt(await layouts.of(tenant, service), hour)
      const id = firstSnapshotId(hour).padEnd(23, '0')
      return hourNames(
        rows,
        parts.map((part) => rowKey.snapshot(tenant, service, id, part).pk),
        hour,
      )
    },
    heads: (tenant, service, range) => inRange(tenant, service, range, headsOf),
    range: (tenant, service, range) => inRange(tenant, service, range, snapshotsOf),
    newest: async (tenant, service, now, most) =>
      (await newestRows(tenant, service, now, most)).flatMap((row) => snapshotsOf(row).slice(-1)),
    newestHeads: async (tenant, service, now, most) =>
      (await newestRows(tenant, service, now, most)).flatMap((row) => headsOf(row).slice(-1)),
  }
}

/** The same for all snapshots of a process, kind and hour. */
const hourOf = (id: string): string => idInSlot(id, hourStart(slotStartOf(id) ?? 0))

/** Sort keys of a span of one day: rows of batches stand at the start of their hour, which may lie before the span. */
function keyRanges(
  { from, to, day }: { readonly from: number; readonly to: number; readonly day: string },
  after: Place | undefined,
  newestFirst: boolean,
): { readonly from: string; readonly to: string }[] {
  const start = hourStart(from)
  const [hour, first, last] = [start, from, to].map(firstSnapshotId) as [string, string, string]
  const begin = after === undefined ? '' : beginAfter(after)
  const ranges = [{ from: begin > first ? begin : first, to: last }]
  if (hour < first && begin < first && daysBetween(start, start)[0] === day)
    ranges.unshift({ from: begin > hour ? begin : hour, to: `${hour}~` })
  return newestFirst ? ranges.reverse() : ranges
}

/** A row of several may go on behind a place; `!` sorts before all that names hold. */
const beginAfter = (place: Place): string => {
  const row = rowOfPlace(place)
  return row === place ? `${place}!` : row
}

function* chunks<Item>(items: readonly Item[], size: number): Generator<Item[]> {
  for (let i = 0; i < items.length; i += size) yield items.slice(i, i + size)
}
