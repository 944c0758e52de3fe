import { rowKey } from './keys.ts'
import type { RowStore } from './rows.ts'

/** The rules of a tenant as they were written. */
export interface OwnerText {
  readonly text: string
  /** Grows by one with every change; 0: nothing was written yet. */
  readonly revision: number
}

/** Who owns what, one text per tenant. */
export interface OwnerStore {
  read(tenant: string): Promise<OwnerText>
  /** false: the text that stands there has not the revision before this one. */
  put(tenant: string, owners: OwnerText): Promise<boolean>
}

export function ownerStore(rows: RowStore): OwnerStore {
  return {
    read: async (tenant) => {
      const row = await rows.get(rowKey.owners(tenant))
      return row === undefined
        ? { text: '', revision: 0 }
        : { text: row.text as string, revision: row.revision as number }
    },
    put: (tenant, { text, revision }) =>
      rows.put({ ...rowKey.owners(tenant), text, revision }, [
        revision === 1 ? { absent: true } : { equals: ['revision', revision - 1] },
      ]),
  }
}
