import { withoutUndefined } from './attributes.ts'
import { holds } from './condition.ts'
import { requireRowFits } from './row-size.ts'
import type { Row, RowKey, RowRange, RowStore } from './rows.ts'
import { TABLE } from './table.ts'

/**
 * Rows in memory, for unit tests and for `tidemark judge`. A row that DynamoDB would refuse is refused here too.
 *
 * @param now milliseconds since the epoch; expired rows are not seen
 */
export function memoryRows(now: () => number): RowStore {
  const partitions = new Map<string, Map<string, Row>>()
  const live = (row: Row | undefined): Row | undefined =>
    row !== undefined && (typeof row.expires !== 'number' || row.expires > now() / 1000) ? row : undefined
  const find = ({ pk, sk }: RowKey): Row | undefined => live(partitions.get(pk)?.get(sk))
  const write = (row: Row): void => {
    const partition = partitions.get(row.pk) ?? new Map<string, Row>()
    const written = withoutUndefined(structuredClone(row))
    requireRowFits(written)
    partitions.set(row.pk, partition)
    partition.set(row.sk, written)
  }
  return {
    get: async (key) => structuredClone(find(key)),
    getMany: async (keys) => {
      const rows = new Set(keys.map(find).filter((row) => row !== undefined))
      return structuredClone([...rows])
    },
    put: async (row, oneOf) => {
      if (!holds(find(row), oneOf)) return false
      write(row)
      return true
    },
    set: async (key, attributes, oneOf) => {
      const before = find(key)
      if (!holds(before, oneOf)) return false
      write({ ...before, ...withoutUndefined(attributes), ...key })
      return true
    },
    delete: async (key, oneOf) => {
      const before = find(key)
      if (before !== undefined && !holds(before, oneOf)) return false
      partitions.get(key.pk)?.delete(key.sk)
      return true
    },
    query: async function* (range) {
      const rows =
        range.index === undefined ? (partitions.get(range.pk)?.values() ?? []) : indexed(partitions, range.pk)
      for (const row of inRange([...rows].filter(live), range))
        yield range.keysOnly === true ? { pk: row.pk, sk: row.sk } : structuredClone(row)
    },
  }
}

function* indexed(partitions: ReadonlyMap<string, ReadonlyMap<string, Row>>, pk: string): Iterable<Row> {
  for (const partition of partitions.values())
    for (const row of partition.values()) if (row[TABLE.index.partitionKey] === pk) yield row
}

function inRange(
  rows: Row[],
  { index, from = '', to = '\uffff', newestFirst = false, limit }: RowRange,
): Row[] {
  const keyOf = (row: Row): string => String(row[index === undefined ? TABLE.sortKey : TABLE.index.sortKey])
  const inside = rows.filter((row) => keyOf(row) >= from && keyOf(row) <= to)
  inside.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1) * (newestFirst ? -1 : 1))
  return inside.slice(0, limit)
}
