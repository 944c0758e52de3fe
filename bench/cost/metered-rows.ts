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

/** One request to a partition: its units, and the bytes that it reads or writes. */
export interface RowUse {
  readonly pk: string
  readonly kind: 'read' | 'write'
  readonly units: number
  readonly bytes: number
  /** Bytes of the answer of a query that wants keys alone; undefined: all that it reads. */
  readonly carried?: number
}

/** Bytes of one unit ("Read/write capacity mode", Amazon DynamoDB Developer Guide). */
export const READ_UNIT = 4_096
const WRITE_UNIT = 1_024
/** A read that may be seconds old costs half. */
export const STALE = 0.5
/** A query answers in pages of this size, each rounded up by itself. */
const PAGE = 1_048_576
/** Keys of one BatchGetItem (DynamoDB API reference). */
const BATCH = 100

/** Rows in memory that count what the same requests cost in DynamoDB; `test/bench/cost.test.ts` holds it against one. */
export function meteredRows(now: () => number): MeteredRows {
  const units: Units = { read: 0, write: 0 }
  const rows = countedRows(memoryRows(now), async (use) => {
    units[use.kind] += use.units
  })
  return { ...rows, units }
}

/** @param use hears of every request before it is answered, and may let it wait */
export function countedRows(rows: RowStore, use: (request: RowUse) => Promise<void>): RowStore {
  const read = (pk: string, bytes: number, each = STALE, carried = bytes): Promise<void> =>
    use({ pk, kind: 'read', bytes, carried, units: each * Math.max(1, Math.ceil(bytes / READ_UNIT)) })
  /** By the larger of what stood there and what stands there now; a refused write costs as much. */
  const writing = async <Result>(key: RowKey, write: () => Promise<Result>, row?: Row): Promise<Result> => {
    const before = sizeOfRow(await rows.get(key))
    const result = await write()
    const bytes = Math.max(before, sizeOfRow(row ?? (await rows.get(key))))
    await use({ pk: key.pk, kind: 'write', bytes, units: Math.max(1, Math.ceil(bytes / WRITE_UNIT)) })
    return result
  }
  return {
    get: async (key, freshness) => {
      const row = await rows.get(key)
      await read(key.pk, sizeOfRow(row), freshness === 'latest' ? 1 : STALE)
      return row
    },
    getMany: async (keys) => {
      const found: Row[] = []
      for (const some of batchesOf(keys)) {
        const rowsOf = await rows.getMany(some)
        found.push(...rowsOf)
        const bytes = new Map(some.map(({ pk, sk }) => [`${pk}\n${sk}`, { pk, bytes: 0 }]))
        for (const row of rowsOf) bytes.set(`${row.pk}\n${row.sk}`, { pk: row.pk, bytes: sizeOfRow(row) })
        for (const [pk, each] of Map.groupBy(bytes.values(), (one) => one.pk))
          await use({
            pk,
            kind: 'read',
            bytes: each.reduce((sum, one) => sum + one.bytes, 0),
            units: each.reduce((sum, one) => sum + STALE * Math.max(1, Math.ceil(one.bytes / READ_UNIT)), 0),
          })
      }
      return found
    },
    put: (row, oneOf) => writing(row, () => rows.put(row, oneOf), oneOf === undefined ? row : undefined),
    set: (key, attributes, oneOf) => writing(key, () => rows.set(key, attributes, oneOf)),
    delete: (key, oneOf) => writing(key, () => rows.delete(key, oneOf)),
    query: async function* ({ keysOnly = false, ...range }) {
      let page: Row[] = []
      let [bytes, carried] = [0, 0]
      for await (const row of rows.query(range)) {
        const answered = keysOnly ? { pk: row.pk, sk: row.sk } : row
        page.push(answered)
        bytes += sizeOfRow(row)
        carried += sizeOfRow(answered)
        if (bytes < PAGE) continue
        await read(range.pk, bytes, STALE, carried)
        yield* page
        page = []
        ;[bytes, carried] = [0, 0]
      }
      // A range that ends with a page asks for one more to know it.
      await read(range.pk, bytes, STALE, carried)
      yield* page
    },
  }
}

function* batchesOf(keys: readonly RowKey[]): Iterable<RowKey[]> {
  const distinct = [...new Map(keys.map((key) => [`${key.pk}\n${key.sk}`, key])).values()]
  for (let i = 0; i < distinct.length; i += BATCH) yield distinct.slice(i, i + BATCH)
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
