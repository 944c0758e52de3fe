/** The port to the one table: rows under two keys, one conditional write at a time. */

/** What an attribute can hold. `undefined` members are left out of a row. */
export type Attribute =
  | string
  | number
  | boolean
  | null
  | Uint8Array
  | readonly Attribute[]
  | { readonly [key: string]: Attribute | undefined }

export interface RowKey {
  readonly pk: string
  readonly sk: string
}

export type Attributes = Readonly<Record<string, Attribute | undefined>>

/** A row: its key and its attributes. `expires` (epoch seconds), `gsi1pk` and `gsi1sk` have a meaning for the table. */
export type Row = RowKey & Attributes

/** A condition on the row that stands under the key now; an expired row counts as absent. */
export type Condition =
  | { readonly absent: true }
  | { readonly equals: readonly [attribute: string, value: string | number] }
  /** Also holds where the attribute is missing in a row that exists. */
  | { readonly below: readonly [attribute: string, value: number] }
  | { readonly above: readonly [attribute: string, value: number] }
  /** Holds in a row that exists without the attribute. */
  | { readonly lacks: string }

/** Rows of one partition, in the order of their sort keys; both ends belong to the range. */
export interface RowRange {
  readonly pk: string
  readonly from?: string
  readonly to?: string
  /** Ask the index `gsi1` instead of the table: `pk`, `from`, `to` then are its keys. */
  readonly index?: 'gsi1'
  readonly newestFirst?: boolean
  readonly limit?: number
  /** Rows come without their attributes, at the same price: what they hold is neither sent nor unpacked. */
  readonly keysOnly?: boolean
}

/** Errors of the store itself are thrown as they come; a condition that does not hold is an answer. */
export interface RowStore {
  /** @param freshness `latest` sees every write that was answered before, at twice the price; else it may be seconds old */
  get(key: RowKey, freshness?: 'latest'): Promise<Row | undefined>
  /** Any number of keys; rows that do not exist are missing in the answer, the order is not kept. */
  getMany(keys: readonly RowKey[]): Promise<Row[]>
  /** Writes the whole row if one of the conditions holds (or there are none); false: none held. */
  put(row: Row, oneOf?: readonly Condition[]): Promise<boolean>
  /** Sets these attributes and keeps the others, making the row where there is none. */
  set(key: RowKey, attributes: Attributes, oneOf?: readonly Condition[]): Promise<boolean>
  /** false: a row stands there and none of the conditions held. */
  delete(key: RowKey, oneOf?: readonly Condition[]): Promise<boolean>
  query(range: RowRange): AsyncIterable<Row>
}

/** Epoch seconds for the attribute `expires`. */
export const expiresAt = (milliseconds: number): number => Math.ceil(milliseconds / 1000)
