import { DAY } from '#shared/time.ts'
import { rowKey } from './keys.ts'
import { expiresAt, type Row, type RowStore } from './rows.ts'

/** How long one can look what became of a delivery. */
const DELIVERY_DAYS = 30

/** What was sent to a webhook and how it went. What it answered beside its status is not kept. */
export interface Delivery {
  /** Id of the message: the same in every try. */
  readonly id: string
  /** Milliseconds since the epoch. */
  readonly at: number
  /** What it was of, such as `finding.new`. */
  readonly type: string
  /** Services with dots, slashes and all; undefined for what is of no service. */
  readonly service: string | undefined
  readonly delivered: boolean
  readonly tries: number
  /** Of the last answer; undefined where there was none. */
  readonly status: number | undefined
  /** Why it failed, a sentence. */
  readonly failure: string | undefined
  /** What was done, or why nothing was, where that is more than a delivery; a sentence. */
  readonly note?: string | undefined
}

/** The deliveries of each webhook. */
export interface DeliveryLog {
  add(tenant: string, webhook: string, delivery: Delivery): Promise<void>
  /** The newest first. @param after the key of the one to begin behind */
  list(tenant: string, webhook: string, after?: string): AsyncIterable<Delivery>
}

/** What a list of deliveries can be continued from. */
export const deliveryKey = ({ at, id }: Pick<Delivery, 'at' | 'id'>): string =>
  rowKey.delivery('', '', at, id).sk

export function deliveryLog(rows: RowStore): DeliveryLog {
  return {
    add: async (tenant, webhook, { id, at, ...facts }) => {
      const expires = expiresAt(at + DELIVERY_DAYS * DAY)
      await rows.put({ ...rowKey.delivery(tenant, webhook, at, id), ...facts, expires })
    },
    list: async function* (tenant, webhook, after) {
      const { pk } = rowKey.delivery(tenant, webhook, 0, '')
      const range = { pk, newestFirst: true, ...(after === undefined ? {} : { to: after }) }
      for await (const row of rows.query(range)) if (row.sk !== after) yield deliveryOf(row)
    },
  }
}

function deliveryOf(row: Row): Delivery {
  const [at = '', id = ''] = row.sk.split('#')
  return {
    id,
    at: Date.parse(at),
    type: row.type as string,
    service: row.service as string | undefined,
    delivered: row.delivered === true,
    tries: row.tries as number,
    status: row.status as number | undefined,
    failure: row.failure as string | undefined,
    ...(row.note === undefined ? {} : { note: row.note as string }),
  }
}
