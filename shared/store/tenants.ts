import { rowKey } from './keys.ts'
import type { RowStore } from './rows.ts'

/** Who there is. Whoever has had a token stays in the list (`token-store.ts` writes it with each token). */
export interface Tenants {
  add(tenant: string): Promise<void>
  /** By name. */
  all(): AsyncIterable<string>
}

export function tenants(rows: RowStore): Tenants {
  return {
    add: async (tenant) => {
      await rows.put(rowKey.tenant(tenant), [{ absent: true }])
    },
    all: async function* () {
      for await (const { sk } of rows.query({ pk: rowKey.tenant('').pk })) yield sk
    },
  }
}
