import type { Scope, TokenRecord } from '#shared/access/grant.ts'
import { tokenId } from '#shared/access/token.ts'
import { behind, rowKey } from './keys.ts'
import { expiresAt, type Row, type RowStore } from './rows.ts'

/**
 * Each token stands twice: under its hash, by which it is good, and in its tenant's list. The list has it first and
 * longest, so that whatever breaks off between two writes leaves no token that is good and cannot be revoked.
 */
export interface TokenStore {
  put(token: TokenRecord): Promise<void>
  find(sha256: string): Promise<TokenRecord | undefined>
  /** Those that have not ended, by id, which is no order. @param after begin behind this one */
  list(tenant: string, after?: string): AsyncIterable<TokenRecord>
  /** One of the list by its id. */
  listed(tenant: string, id: string): Promise<TokenRecord | undefined>
  /** Doing it twice does no harm. */
  revoke(token: Pick<TokenRecord, 'sha256' | 'tenant'>): Promise<void>
}

export function tokenStore(rows: RowStore): TokenStore {
  return {
    put: async ({ sha256, tenant, expiresAt: end, ...facts }) => {
      await rows.put(rowKey.tenant(tenant), [{ absent: true }])
      const row = { tenant, ...facts, expires: end === undefined ? undefined : expiresAt(end) }
      await rows.put({ ...rowKey.listedToken(tenant, tokenId(sha256)), ...row, sha256 })
      await rows.put({ ...rowKey.token(sha256), ...row })
    },
    find: async (sha256) => {
      const row = await rows.get(rowKey.token(sha256))
      return row === undefined ? undefined : tokenOf(sha256, row)
    },
    list: async function* (tenant, after) {
      const { pk, sk } = rowKey.listedToken(tenant, '')
      for await (const row of rows.query({ pk, ...behind(sk, after) }))
        yield tokenOf(row.sha256 as string, row)
    },
    listed: async (tenant, id) => {
      const row = await rows.get(rowKey.listedToken(tenant, id))
      return row === undefined ? undefined : tokenOf(row.sha256 as string, row)
    },
    revoke: async ({ sha256, tenant }) => {
      await rows.delete(rowKey.token(sha256))
      await rows.delete(rowKey.listedToken(tenant, tokenId(sha256)))
    },
  }
}

const tokenOf = (sha256: string, row: Row): TokenRecord => ({
  sha256,
  tenant: row.tenant as string,
  name: row.name as string,
  scopes: row.scopes as Scope[],
  createdAt: row.createdAt as number,
  expiresAt: typeof row.expires === 'number' ? row.expires * 1000 : undefined,
  servicePrefix: row.servicePrefix as string | undefined,
})
