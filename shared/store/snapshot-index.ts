import type { DebugLevel, ProfileType } from '#shared/goroutine/model.ts'
import { DAY } from '#shared/trend/block.ts'
import type { Snapshot, SnapshotId } from '#shared/trend/snapshot.ts'
import { daysBetween, firstSnapshotId, rowKey } from './keys.ts'
import { packSightings, unpackSightings } from './packed-sightings.ts'
import { expiresAt, type Row, type RowStore } from './rows.ts'

/** Rows of snapshots live until every judge that could want them has run. */
const SNAPSHOT_DAYS = 3

/** Which snapshots there are, with their sightings; an index of the bucket. */
export interface SnapshotIndex {
  get(tenant: string, service: string, id: SnapshotId): Promise<Snapshot | undefined>
  /** false: the slot is taken. @param now when it was received: rows expire counted from then */
  putIfAbsent(tenant: string, service: string, snapshot: Snapshot, now: number): Promise<boolean>
  /** Snapshots whose slot begins in the range, `to` exclusive, in time order. */
  range(tenant: string, service: string, range: SnapshotRange): AsyncIterable<Snapshot>
}

export interface SnapshotRange {
  readonly from: number
  readonly to: number
  /** Start after this one. */
  readonly after?: SnapshotId
}

export function snapshotIndex(rows: RowStore): SnapshotIndex {
  return {
    get: async (tenant, service, id) => {
      const row = await rows.get(rowKey.snapshot(tenant, service, id))
      return row === undefined ? undefined : snapshotOf(row)
    },
    putIfAbsent: (tenant, service, snapshot, now) =>
      rows.put({ ...rowKey.snapshot(tenant, service, snapshot.id), ...attributesOf(snapshot, now) }, [
        { absent: true },
      ]),
    range: async function* (tenant, service, { from, to, after }) {
      const earliest = firstSnapshotId(from)
      const first = after === undefined || after < earliest ? earliest : `${after}~`
      const last = firstSnapshotId(to)
      for (const day of daysBetween(from, to - 1)) {
        const pk = rowKey.snapshotDay(tenant, service, day)
        for await (const row of rows.query({ pk, from: first, to: last })) yield snapshotOf(row)
      }
    },
  }
}

const attributesOf = (snapshot: Snapshot, now: number) => ({
  process: snapshot.process,
  type: snapshot.type,
  debug: snapshot.debug,
  at: snapshot.at,
  total: snapshot.total,
  partial: snapshot.partial || undefined,
  sha256: Buffer.from(snapshot.sha256, 'hex'),
  source: snapshot.source,
  sightings: packSightings(snapshot.sightings),
  expires: expiresAt(now + SNAPSHOT_DAYS * DAY),
})

const snapshotOf = (row: Row): Snapshot => ({
  id: row.sk,
  process: row.process as string,
  type: row.type as ProfileType,
  debug: row.debug as DebugLevel,
  at: row.at as number,
  total: row.total as number,
  partial: row.partial === true,
  sha256: Buffer.from(row.sha256 as Uint8Array).toString('hex'),
  source: row.source as string,
  sightings: unpackSightings(row.sightings as Uint8Array),
})
