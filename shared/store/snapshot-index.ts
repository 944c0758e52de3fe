import type { DebugLevel, ProfileType } from '#shared/goroutine/model.ts'
import { DAY, HOUR } from '#shared/time.ts'
import type { ProcessId } from '#shared/trend/process.ts'
import type { Snapshot, SnapshotId } from '#shared/trend/snapshot.ts'
import { daysBetween, firstSnapshotId, rowKey, slotStartOf } from './keys.ts'
import { type Layouts, ONE_PART, partOf, partsAt, spansOf } from './layout.ts'
import { mergedRows } from './merged-rows.ts'
import { packWithin, unpackObservations } from './packed-observations.ts'
import { countSightings, packSightingsWithin, unpackSightings } from './packed-sightings.ts'
import { expiresAt, type Row, type RowKey, type RowStore } from './rows.ts'

/** Rows of snapshots live until every judge that could want them has run. */
const SNAPSHOT_DAYS = 3
/** Bytes for the individuals of one dump: some 4,000 of them. */
const MOST_INDIVIDUALS = 24 * 1024
/** Bytes for the sightings: 19 for each of 16,000 stacks, and room in the row for its keys (`row-size.ts`). */
const MOST_SIGHTINGS = 340 * 1024

/** Rows of a part that are read for the newest of all parts. */
const LEAST_OF_PART = 32
/** Bytes of a time in front of them. */
const TIME_BYTES = 8

/** What a snapshot counts, as its row holds it. */
export interface PackedCounts {
  readonly sightings: Uint8Array
  readonly individuals: Uint8Array | undefined
}

/** A snapshot of which the largest part was packed where it was read. */
export interface PackedSnapshot extends Omit<Snapshot, 'sightings' | 'observation'> {
  readonly counts: PackedCounts
}

/** Which snapshots there are, with their sightings; an index of the bucket. */
export interface SnapshotIndex {
  get(tenant: string, service: string, name: SnapshotName): Promise<Snapshot | undefined>
  /** Those that there are, in any order. */
  getMany(tenant: string, service: string, names: readonly SnapshotName[]): Promise<Snapshot[]>
  /** The parts that the snapshots of a time lie in: a large service has several, each with some processes. */
  parts(tenant: string, service: string, at: number): Promise<readonly string[]>
  /** false: the slot is taken. @param now when it was received: rows expire counted from then */
  putIfAbsent(
    tenant: string,
    service: string,
    snapshot: Snapshot | PackedSnapshot,
    now: number,
  ): Promise<boolean>
  /** The snapshots of a range without their sightings. */
  heads(tenant: string, service: string, range: SnapshotRange): AsyncIterable<SnapshotHead>
  /** Snapshots whose slot begins in the range, `to` exclusive, in time order unless the range says other. */
  range(tenant: string, service: string, range: SnapshotRange): AsyncIterable<Snapshot>
  /** Of the last day, the newest first. @param most at most so many */
  newest(tenant: string, service: string, now: number, most: number): Promise<Snapshot[]>
  /** The same without their sightings. */
  newestHeads(tenant: string, service: string, now: number, most: number): Promise<SnapshotHead[]>
}

/** A snapshot and whose it is. */
export type SnapshotName = Pick<Snapshot, 'id' | 'process'>

export interface SnapshotHead extends Pick<Snapshot, 'id' | 'process' | 'type' | 'at' | 'total'> {
  /** How many sightings it has. */
  readonly signatures: number
}

export interface SnapshotRange {
  readonly from: number
  readonly to: number
  /** Start after this one. */
  readonly after?: SnapshotId
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
  const inRange = async function* (
    tenant: string,
    service: string,
    range: SnapshotRange,
  ): AsyncGenerator<Row> {
    const { after, of = () => true, newestFirst = false, mostRead = Number.POSITIVE_INFINITY } = range
    let left = mostRead
    for await (const { from, to, pks } of queries(tenant, service, range)) {
      const earliest = firstSnapshotId(from)
      const first = after === undefined || after < earliest ? earliest : `${after}~`
      const last = firstSnapshotId(to)
      const found = pks.map((pk) => rows.query({ pk, from: first, to: last, newestFirst }))
      for await (const row of mergedRows(found, newestFirst)) {
        if (left-- <= 0) return
        if (of(row.process as ProcessId)) yield row
      }
    }
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
      return row === undefined ? undefined : snapshotOf(row)
    },
    getMany: async (tenant, service, names) => {
      const keys = await Promise.all(names.map((name) => keyOf(tenant, service, name)))
      return (await rows.getMany(keys)).map(snapshotOf)
    },
    parts: async (tenant, service, at) => partsAt(await layouts.of(tenant, service), at),
    putIfAbsent: async (tenant, service, snapshot, now) =>
      rows.put({ ...(await keyOf(tenant, service, snapshot)), ...attributesOf(snapshot, now) }, [
        { absent: true },
      ]),
    heads: async function* (tenant, service, range) {
      for await (const row of inRange(tenant, service, range)) yield headOf(row)
    },
    range: async function* (tenant, service, range) {
      for await (const row of inRange(tenant, service, range)) yield snapshotOf(row)
    },
    newest: async (tenant, service, now, most) =>
      (await newestRows(tenant, service, now, most)).map(snapshotOf),
    newestHeads: async (tenant, service, now, most) =>
      (await newestRows(tenant, service, now, most)).map(headOf),
  }
}

/** At most as many bytes as a row has room for. */
export const packCounts = ({
  sightings,
  observation,
}: Pick<Snapshot, 'sightings' | 'observation'>): PackedCounts => ({
  sightings: packSightingsWithin(sightings, MOST_SIGHTINGS),
  individuals:
    observation === undefined ? undefined : packWithin([observation], MOST_INDIVIDUALS - TIME_BYTES),
})

const attributesOf = (snapshot: Snapshot | PackedSnapshot, now: number) => ({
  process: snapshot.process,
  type: snapshot.type,
  debug: snapshot.debug,
  at: snapshot.at,
  total: snapshot.total,
  partial: snapshot.partial || undefined,
  sha256: Buffer.from(snapshot.sha256, 'hex'),
  source: snapshot.source,
  ...('counts' in snapshot ? snapshot.counts : packCounts(snapshot)),
  expires: expiresAt(now + SNAPSHOT_DAYS * DAY),
})

const headOf = (row: Row): SnapshotHead => ({
  id: row.sk,
  process: row.process as string,
  type: row.type as ProfileType,
  at: row.at as number,
  total: row.total as number,
  signatures: countSightings(row.sightings as Uint8Array),
})

const snapshotOf = (row: Row): Snapshot => ({
  id: row.sk,
  process: row.process as string,
  type: row.type as ProfileType,
  at: row.at as number,
  total: row.total as number,
  debug: row.debug as DebugLevel,
  partial: row.partial === true,
  sha256: Buffer.from(row.sha256 as Uint8Array).toString('hex'),
  source: row.source as string,
  sightings: unpackSightings(row.sightings as Uint8Array),
  ...observed(row.individuals as Uint8Array | undefined),
})

function observed(individuals: Uint8Array | undefined): Pick<Snapshot, 'observation'> {
  const [observation] = individuals === undefined ? [] : unpackObservations(individuals)
  return observation === undefined ? {} : { observation }
}
