import type { DebugLevel, ProfileType } from '#shared/goroutine/model.ts'
import { DAY, hourStart } from '#shared/time.ts'
import type { ProcessId } from '#shared/trend/process.ts'
import type { Snapshot, SnapshotId } from '#shared/trend/snapshot.ts'
import { type BatchId, firstOf } from './batch-key.ts'
import { idInSlot, rowKey, slotStartOf } from './keys.ts'
import { countsOf, MOST_SIGHTINGS, type PackedSnapshot } from './packed-counts.ts'
import { unpackObservations } from './packed-observations.ts'
import { countSightings, unpackSightings } from './packed-sightings.ts'
import {
  MOST_PACKED,
  packSnapshots,
  type SlottedSnapshot,
  unpackHeads,
  unpackSnapshots,
} from './packed-snapshots.ts'
import { expiresAt, type Row } from './rows.ts'

/** Rows of snapshots live until every judge that could want them has run. */
export const SNAPSHOT_DAYS = 3

/** Where a snapshot stands among all of its service: its id, or `<sort key of its row>/<its id>` if the row has several. */
export type Place = string

/** A snapshot as a row has it. */
export interface IndexedSnapshot extends Snapshot {
  /** The batch whose object holds it, and where it stands then; undefined: it has object and row of its own. */
  readonly batch?: BatchId
  readonly place?: Place
}

/** A snapshot without its sightings. */
export interface SnapshotHead
  extends Pick<IndexedSnapshot, 'id' | 'process' | 'type' | 'at' | 'total' | 'batch' | 'place'> {
  /** How many sightings it has. */
  readonly signatures: number
  /** Of its body, or the first 16 digits of it. */
  readonly sha256: string
}

export const placeOf = ({ id, place }: Pick<IndexedSnapshot, 'id' | 'place'>): Place => place ?? id

/** The row of one snapshot, without its keys. @param now when it was received: rows expire counted from then */
export const singleRow = (snapshot: Snapshot | PackedSnapshot, now: number) => ({
  process: snapshot.process,
  type: snapshot.type,
  debug: snapshot.debug,
  at: snapshot.at,
  total: snapshot.total,
  partial: snapshot.partial || undefined,
  sha256: Buffer.from(snapshot.sha256, 'hex'),
  source: snapshot.source,
  ...countsOf(snapshot),
  expires: expiresAt(now + SNAPSHOT_DAYS * DAY),
})

/** Whose rows they are, and in which part of a service that is spread (`layout.ts`). */
interface BatchRows {
  readonly tenant: string
  readonly service: string
  readonly part: string
  readonly batch: BatchId
}

/**
 * The rows of snapshots of one process, kind and hour: one, and several where one would be too large.
 *
 * @param snapshots in order of their ids
 */
export function packedRows(
  where: BatchRows,
  snapshots: readonly (Snapshot | PackedSnapshot)[],
  now: number,
): Row[] {
  const { tenant, service, part, batch } = where
  const [first] = snapshots
  if (first === undefined) return []
  const key = rowKey.packedSnapshots(tenant, service, first.id, part, batch)
  const packed = packSnapshots(snapshots.map(slotted), slotStartOf(first.id) ?? 0)
  if (snapshots.length > 1 && (snapshots.length > MOST_PACKED || packed.length > MOST_SIGHTINGS)) {
    const half = snapshots.length >> 1
    return [snapshots.slice(0, half), snapshots.slice(half)].flatMap((some) => packedRows(where, some, now))
  }
  const { process, type, debug } = first
  return [{ ...key, process, type, debug, packed, expires: expiresAt(now + SNAPSHOT_DAYS * DAY) }]
}

const slotted = (snapshot: Snapshot | PackedSnapshot): SlottedSnapshot => ({
  slot: slotStartOf(snapshot.id) ?? 0,
  snapshot,
})

/** `<id of this kind and process in the first slot of the hour>+<7 digits: first slot of the row><batch>` */
const PACKED = /^([0-9a-v]{23})\+([0-9a-v]{7})(\+?[0-9a-v]{23}\.[0-9a-v]{10})$/

/** Whether a text can be the place of a snapshot. */
export function isPlace(text: string): boolean {
  const [sk = '', id, ...more] = text.split('/')
  if (id === undefined) return slotStartOf(sk) !== undefined
  return PACKED.test(sk) && slotStartOf(id) !== undefined && more.length === 0
}

/** The sort key of the row of a place. */
export const rowOfPlace = (place: Place): string => place.split('/', 1)[0] ?? ''

/** Start of the hour of a place: what came in batches stands there. */
export const hourOfPlace = (place: Place): number =>
  hourStart(slotStartOf(rowOfPlace(place).split('+', 1)[0] ?? '') ?? 0)

/** The snapshots of a row, oldest first. @throws Error where the row is of a later version of this program */
export function snapshotsOf(row: Row): IndexedSnapshot[] {
  const { sk } = row
  const packed = packedIn(row)
  if (packed === undefined) return [single(row)]
  const { first, batch } = packed
  const shared = headOf(row)
  return unpackSnapshots(row.packed as Uint8Array, slotStartOf(first) ?? 0).map(({ slot, snapshot }) => {
    const id = idInSlot(first, slot)
    return { ...shared, ...snapshot, id, place: `${sk}/${id}`, batch }
  })
}

/** What a row says of its snapshots without reading their sightings, oldest first. */
export function headsOf(row: Row): SnapshotHead[] {
  const { process, type } = headOf(row)
  const packed = packedIn(row)
  if (packed === undefined) {
    const signatures = countSightings(row.sightings as Uint8Array)
    const sha256 = Buffer.from(row.sha256 as Uint8Array).toString('hex')
    return [
      { id: row.sk, process, type, at: row.at as number, total: row.total as number, signatures, sha256 },
    ]
  }
  const { first, batch } = packed
  return unpackHeads(row.packed as Uint8Array, slotStartOf(first) ?? 0).map(({ slot, ...head }) => {
    const id = idInSlot(first, slot)
    return { id, process, type, ...head, batch, place: `${row.sk}/${id}` }
  })
}

/** What the sort key of a row of several says: the id of its first snapshot, and the batch. */
function packedIn({
  sk,
}: Pick<Row, 'sk'>): { readonly first: SnapshotId; readonly batch: BatchId } | undefined {
  const [, hour = '', slot = '', batch = ''] = PACKED.exec(sk) ?? []
  return hour === '' ? undefined : { first: slot + hour.slice(slot.length), batch }
}

/** The batch of which the row with this sort key is written last: that of its first snapshot. */
export function endOfBatch(sk: string): BatchId | undefined {
  const packed = packedIn({ sk })
  return packed !== undefined && firstOf(packed.batch) === packed.first ? packed.batch : undefined
}

const headOf = (row: Row) => ({
  process: row.process as ProcessId,
  type: row.type as ProfileType,
  debug: row.debug as DebugLevel,
})

function single(row: Row): IndexedSnapshot {
  const individuals = row.individuals as Uint8Array | undefined
  const [observation] = individuals === undefined ? [] : unpackObservations(individuals)
  return {
    ...headOf(row),
    id: row.sk as SnapshotId,
    at: row.at as number,
    total: row.total as number,
    partial: row.partial === true,
    sha256: Buffer.from(row.sha256 as Uint8Array).toString('hex'),
    source: row.source as string,
    sightings: unpackSightings(row.sightings as Uint8Array),
    ...(observation === undefined ? {} : { observation }),
  }
}
