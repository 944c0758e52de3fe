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

/** Which services got profiles lately. */
export interface News {
  mark(tenant: string, service: string, now: number): Promise<void>
  /** Services with news in the bucket of that time. */
  inBucketOf(at: number): AsyncIterable<{ tenant: string; service: string }>
}

export function news(rows: RowStore): News {
  return {
    mark: async (tenant, service, now) => {
      const shard = createHash('sha256').update(newsName(tenant, service)).digest().readUInt8(0) % SHARDS
      await rows.put({
        ...rowKey.news(now, shard, tenant, service),
        expires: expiresAt(now + NEWS_KEPT),
      })
    },
    inBucketOf: async function* (at) {
      for (let shard = 0; shard < SHARDS; shard++) {
        for await (const { sk } of rows.query({ pk: rowKey.news(at, shard, '', '').pk }))
          yield parseNewsName(sk)
      }
    },
  }
}
