import { memoryRows } from '#shared/store/rows.memory.ts'
import type { Attribute, Row, RowKey, RowStore } from '#shared/store/rows.ts'

/** Capacity units of DynamoDB. */
export interface Units {
  read: number
  write: number
}

export interface MeteredRows extends RowStore {
  /** Used since they were last set to 0. */
  readonly units: Units
}

/** Bytes of one unit ("Read/write capacity mode", Amazon DynamoDB Developer Guide). */
export const READ_UNIT = 4_096
const WRITE_UNIT = 1_024
/** A read that may be seconds old costs half. */
export const STALE = 0.5
/** A query answers in pages of this size, each rounded up by itself. */
const PAGE = 1_048_576

/** Rows in memory that count what the same requests cost in DynamoDB; `test/bench/cost.test.ts` holds it against one. */
export function meteredRows(now: () => number): MeteredRows {
  const rows = memoryRows(now)
  const units: Units = { read: 0, write: 0 }
  const read = (bytes: number, each = STALE): void => {
    units.read += each * Math.max(1, Math.ceil(bytes / READ_UNIT))
  }
  /** By the larger of what stood there and what stands there now; a refused write costs as much. */
  const writing = async <Result>(key: RowKey, write: () => Promise<Result>): Promise<Result> => {
    const before = sizeOfRow(await rows.get(key))
    const result = await write()
    const bytes = Math.max(before, sizeOfRow(await rows.get(key)))
    units.write += Math.max(1, Math.ceil(bytes / WRITE_UNIT))
    return result
  }
  return {
    units,
    get: async (key, freshness) => {
      const row = await rows.get(key)
      read(sizeOfRow(row), freshness === 'latest' ? 1 : STALE)
      return row
    },
    getMany: async (keys) => {
      const found = await rows.getMany(keys)
      for (const row of found) read(sizeOfRow(row))
      for (
        let missing = found.length;
        missing < new Set(keys.map(({ pk, sk }) => `${pk}\n${sk}`)).size;
        missing++
      )
        read(0)
      return found
    },
    put: (row, oneOf) => writing(row, () => rows.put(row, oneOf)),
    set: (key, attributes, oneOf) => writing(key, () => rows.set(key, attributes, oneOf)),
    delete: (key, oneOf) => writing(key, () => rows.delete(key, oneOf)),
    query: async function* (range) {
      let bytes = 0
      try {
        for await (const row of rows.query(range)) {
          bytes += sizeOfRow(row)
          yield row
        }
      } finally {
        for (; bytes > PAGE; bytes -= PAGE) read(PAGE)
        read(bytes)
      }
    },
  }
}

/** Bytes of a row as DynamoDB counts them ("Item sizes and formats", Amazon DynamoDB Developer Guide). */
export const sizeOfRow = (row: Row | undefined): number => (row === undefined ? 0 : sizeOfMembers(row))

const sizeOfMembers = (members: { readonly [name: string]: Attribute | undefined }): number =>
  Object.entries(members).reduce(
    (sum, [name, value]) => (value === undefined ? sum : sum + Buffer.byteLength(name) + sizeOf(value)),
    0,
  )

function sizeOf(value: Attribute): number {
  if (typeof value === 'string') return Buffer.byteLength(value)
  // Two digits a byte, and one.
  if (typeof value === 'number')
    return Math.ceil(String(Math.abs(value)).replace(/\D|0+$/g, '').length / 2) + 1
  if (typeof value === 'boolean' || value === null) return 1
  if (value instanceof Uint8Array) return value.length
  if (isList(value)) return value.reduce<number>((sum, item) => sum + 1 + sizeOf(item), 3)
  return 3 + Object.keys(value).length + sizeOfMembers(value)
}

const isList = (value: Attribute): value is readonly Attribute[] => Array.isArray(value)
