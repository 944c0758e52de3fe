import type { GroupedSockets } from '#shared/socket/grouped-sockets.ts'
import type { Tool } from '#shared/socket/model.ts'
import { DAY } from '#shared/time.ts'
import type { ProcessId } from '#shared/trend/process.ts'
import { firstSnapshotId, rowKey } from './keys.ts'
import { packGroups, unpackGroups } from './packed-sockets.ts'
import { expiresAt, type Row, type RowStore } from './rows.ts'

/** Longer than a verdict looks back, so that a finding can still say what it saw. */
export const SOCKET_DAYS = 30

/** The output of one tool, as the index knows it; the bucket holds its text. */
export interface SocketRecord {
  /** Sorts by time; made in `keys.ts`. */
  readonly id: string
  readonly process: ProcessId
  /** Start of the process, ms since the epoch. */
  readonly startedAt: number | undefined
  readonly tool: Tool
  /** SHA-256 of the body as received, 64 hex digits. */
  readonly sha256: string
  /** Of this table alone. Of very many groups only the biggest are kept. */
  readonly grouped: GroupedSockets
}

/** Which socket tables there are, with their groups; an index of the bucket. */
export interface SocketIndex {
  get(tenant: string, service: string, id: string): Promise<SocketRecord | undefined>
  /** false: the slot is taken. @param now when it was received: rows expire counted from then */
  putIfAbsent(tenant: string, service: string, record: SocketRecord, now: number): Promise<boolean>
  /** All tables of a service, by their slots; whoever has seen enough stops reading. */
  newestFirst(tenant: string, service: string): AsyncIterable<SocketRecord>
  /** Ids of the tables whose slot begins in a range, `to` exclusive, in time order. */
  ids(tenant: string, service: string, range: SocketRange): AsyncIterable<string>
}

interface SocketRange {
  readonly from: number
  readonly to: number
  /** Start after this one. */
  readonly after?: string
}

export function socketIndex(rows: RowStore): SocketIndex {
  return {
    get: async (tenant, service, id) => {
      const row = await rows.get(rowKey.sockets(tenant, service, id))
      return row === undefined ? undefined : recordOf(row, id)
    },
    putIfAbsent: (tenant, service, record, now) =>
      rows.put({ ...rowKey.sockets(tenant, service, record.id), ...attributesOf(record, now) }, [
        { absent: true },
      ]),
    newestFirst: async function* (tenant, service) {
      const { pk, sk } = rowKey.sockets(tenant, service, '')
      const range = { pk, from: sk, to: `${sk}~`, newestFirst: true }
      for await (const row of rows.query(range)) yield recordOf(row, row.sk.slice(sk.length))
    },
    ids: async function* (tenant, service, { from, to, after }) {
      const { pk, sk } = rowKey.sockets(tenant, service, '')
      const first = after === undefined ? firstSnapshotId(from) : `${after}~`
      const range = { pk, from: `${sk}${first}`, to: `${sk}${firstSnapshotId(to)}` }
      for await (const row of rows.query(range)) yield row.sk.slice(sk.length)
    },
  }
}

const attributesOf = ({ process, startedAt, tool, sha256, grouped }: SocketRecord, now: number) => ({
  process,
  startedAt,
  tool,
  at: grouped.takenAt,
  sockets: grouped.sockets,
  sha256: Buffer.from(sha256, 'hex'),
  packed: packGroups(grouped.groups),
  expires: expiresAt(now + SOCKET_DAYS * DAY),
})

const recordOf = (row: Row, id: string): SocketRecord => ({
  id,
  process: row.process as string,
  startedAt: row.startedAt as number | undefined,
  tool: row.tool as Tool,
  sha256: Buffer.from(row.sha256 as Uint8Array).toString('hex'),
  grouped: {
    takenAt: row.at as number,
    sockets: row.sockets as number,
    groups: unpackGroups(row.packed as Uint8Array),
  },
})
