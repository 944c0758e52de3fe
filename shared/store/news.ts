import { createHash } from 'node:crypto'
import { DAY, MINUTE } from '#shared/time.ts'
import { newsName, parseNewsName, rowKey } from './keys.ts'
import { expiresAt, type RowStore } from './rows.ts'

/** Partitions of one bucket: 16 queries find the news of any number of services. */
const SHARDS = 16
/** News are read within minutes; two days are room for an outage. Milliseconds. */
export const NEWS_KEPT = 2 * DAY

/** Width of a bucket of news. */
export const NEWS_BUCKET = 10 * MINUTE

/** Buckets from one turn of a service to the next: an hour. */
export const TURNS = 6

/** When a service with news is judged: by the next plan, or when its own turn of the hour comes. */
export type Turn = 'next' | 'of the hour'

/** A service with news. */
export interface Heard {
  readonly tenant: string
  readonly service: string
  readonly turn: Turn
}

/** Which services got profiles lately. */
export interface News {
  /**
   * What is to be judged by the next plan stays so, whatever else comes in the bucket. What waits is marked once from one turn
   * of its service to the next, in the bucket of the turn before.
   */
  mark(tenant: string, service: string, now: number, turn?: Turn): Promise<void>
  /** Services with news in the bucket of that time. */
  inBucketOf(at: number): AsyncIterable<Heard>
}

/** Start of the bucket in which a service had its turn last, as that time comes. */
export function lastTurn(tenant: string, service: string, now: number): number {
  const bucket = Math.floor(now / NEWS_BUCKET)
  return (bucket - ((bucket - turnOf(tenant, service)) % TURNS)) * NEWS_BUCKET
}

/** Which of the turns of an hour is that of a service: all of them have the same number of services. */
export const turnOf = (tenant: string, service: string): number =>
  createHash('sha256').update(newsName(tenant, service)).digest().readUInt8(1) % TURNS

export function news(rows: RowStore): News {
  return {
    mark: async (tenant, service, now, turn = 'next') => {
      const shard = createHash('sha256').update(newsName(tenant, service)).digest().readUInt8(0) % SHARDS
      const at = turn === 'next' ? now : lastTurn(tenant, service, now)
      const row = { ...rowKey.news(at, shard, tenant, service), expires: expiresAt(now + NEWS_KEPT) }
      // Each instance of ingest marks each service: a read costs a tenth of a write that changes nothing.
      const known = await rows.get(row)
      if (known !== undefined && (turn === 'of the hour' || known.waits !== true)) return
      if (turn === 'next') await rows.put(row)
      else await rows.put({ ...row, waits: true }, [{ absent: true }])
    },
    inBucketOf: async function* (at) {
      for (let shard = 0; shard < SHARDS; shard++) {
        // Rows of before 2026-12-01 wait for nothing.
        for await (const { sk, waits } of rows.query({ pk: rowKey.news(at, shard, '', '').pk }))
          yield { ...parseNewsName(sk), turn: waits === true ? 'of the hour' : 'next' }
      }
    },
  }
}
