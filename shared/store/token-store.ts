import { rowKey } from './keys.ts'
import { expiresAt, type Row, type RowStore } from './rows.ts'

/** What a token allows. `admin` includes the others. */
export type Scope = 'push' | 'read' | 'admin'

/** A token as it is kept: under its SHA-256, never itself. */
export interface TokenRecord {
  readonly sha256: string
  readonly tenant: string
  readonly name: string
  readonly scopes: readonly Scope[]
  /** Milliseconds since the epoch. */
  readonly expiresAt: number | undefined
  /** Only services whose name begins with this. */
  readonly servicePrefix: string | undefined
}

export interface TokenStore {
  put(token: TokenRecord): Promise<void>
  find(sha256: string): Promise<TokenRecord | undefined>
}

export function tokenStore(rows: RowStore): TokenStore {
  return {
    put: async ({ sha256, tenant, name, scopes, expiresAt: end, servicePrefix }) => {
      const expires = end === undefined ? undefined : expiresAt(end)
      await rows.put({ ...rowKey.token(sha256), tenant, name, scopes, expires, servicePrefix })
    },
    find: async (sha256) => {
      const row = await rows.get(rowKey.token(sha256))
      return row === undefined ? undefined : tokenOf(sha256, row)
    },
  }
}

const tokenOf = (sha256: string, row: Row): TokenRecord => ({
  sha256,
  tenant: row.tenant as string,
  name: row.name as string,
  scopes: row.scopes as Scope[],
  expiresAt: typeof row.expires === 'number' ? row.expires * 1000 : undefined,
  servicePrefix: row.servicePrefix as string | undefined,
})
