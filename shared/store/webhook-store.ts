import { behind, rowKey, rowName } from './keys.ts'
import type { Row, RowStore } from './rows.ts'

/** Who listens at the address, and so in which words it is told. */
export type WebhookKind =
  | 'json'
  | 'slack'
  | 'teams'
  | 'alertmanager'
  | 'pagerduty'
  | 'github'
  | 'gitlab'
  | 'jira'

/** An address that wants to be told. Times are milliseconds since the epoch. */
export interface Webhook {
  readonly id: string
  readonly name: string
  readonly url: string
  readonly kind: WebhookKind
  /** `whsec_<base64>`; kept as it is, since every delivery is signed with it. Undefined where the receiver checks none. */
  readonly secret: string | undefined
  /** What the receiver knows the sender by: an integration key or an access token. No answer shows it. */
  readonly token: string | undefined
  /** Whose the token is, where the receiver wants both (HTTP Basic). */
  readonly user: string | undefined
  /** Name of the type of issue that is filed, in a tracker that has several. */
  readonly issueType: string | undefined
  /** Only services whose name begins with this. */
  readonly servicePrefix: string | undefined
  /** Only findings of this owner. */
  readonly owner: string | undefined
  /** Whether it wants the daily report too. */
  readonly reports: boolean
  /** What was before is not told. */
  readonly createdAt: number
}

/** Webhooks of a tenant. */
export interface WebhookStore {
  put(tenant: string, webhook: Webhook): Promise<void>
  get(tenant: string, id: string): Promise<Webhook | undefined>
  /** By id. @param after begin behind this one */
  list(tenant: string, after?: string): AsyncIterable<Webhook>
  /** Doing it twice does no harm. */
  remove(tenant: string, id: string): Promise<void>
}

export function webhookStore(rows: RowStore): WebhookStore {
  return {
    put: async (tenant, { id, ...facts }) => {
      await rows.put({ ...rowKey.webhook(tenant, id), ...facts })
    },
    get: async (tenant, id) => {
      const row = await rows.get(rowKey.webhook(tenant, id), 'latest')
      return row === undefined ? undefined : webhookOf(row)
    },
    list: async function* (tenant, after) {
      const { pk, sk } = rowKey.webhook(tenant, '')
      for await (const row of rows.query({ pk, ...behind(sk, after) })) yield webhookOf(row)
    },
    remove: async (tenant, id) => {
      await rows.delete(rowKey.webhook(tenant, id))
    },
  }
}

const webhookOf = (row: Row): Webhook => ({
  id: rowName('hook', row.sk),
  name: row.name as string,
  url: row.url as string,
  // Rows written before 2026-11-30 call it a format.
  kind: (row.kind ?? row.format) as WebhookKind,
  secret: row.secret as string | undefined,
  token: row.token as string | undefined,
  user: row.user as string | undefined,
  issueType: row.issueType as string | undefined,
  servicePrefix: row.servicePrefix as string | undefined,
  owner: row.owner as string | undefined,
  reports: row.reports === true,
  createdAt: row.createdAt as number,
})
