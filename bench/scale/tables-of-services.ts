import type { Row, RowKey, RowRange, RowStore } from '#shared/store/rows.ts'
import { SERVICE } from './fleet.ts'

/** Names of some services of a fleet, the first of them that of its made table. */
export const serviceNames = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => (i === 0 ? SERVICE : `${SERVICE}-${i}`))

/** The service that a key names where it is not the first. */
const NAMED = new RegExp(`\\b${SERVICE}-(\\d+)\\b`)

/** One table of several services of one size: each but the first has a table of its own, in which it has the name of the first. */
export function tablesOfServices(count: number, make: () => RowStore): RowStore {
  if (count === 1) return make()
  const tables = Array.from({ length: count }, make)
  const placeOf = (...names: readonly string[]): number =>
    Number(names.map((name) => NAMED.exec(name)?.[1]).find((one) => one !== undefined) ?? 0)
  const of = (place: number): RowStore => tables[place] as RowStore
  const inside = (name: string): string => name.replace(NAMED, SERVICE)
  const keyIn = <Key extends RowKey>(key: Key): Key => ({ ...key, pk: inside(key.pk), sk: inside(key.sk) })
  // Names of processes begin with that of the service too: where the partition names it, the sort key does not.
  const outside = (row: Row, place: number): Row => {
    if (place === 0) return row
    const named = (name: string): string => name.replace(SERVICE, `${SERVICE}-${place}`)
    return row.pk.includes(SERVICE) ? { ...row, pk: named(row.pk) } : { ...row, sk: named(row.sk) }
  }
  const get: RowStore['get'] = async (key, freshness) => {
    const place = placeOf(key.pk, key.sk)
    const row = await of(place).get(keyIn(key), freshness)
    return row && outside(row, place)
  }
  return {
    get,
    getMany: async (keys) =>
      (await Promise.all(keys.map((key) => get(key)))).filter((row) => row !== undefined),
    put: (row, oneOf) => of(placeOf(row.pk, row.sk)).put(keyIn(row), oneOf),
    set: (key, attributes, oneOf) => of(placeOf(key.pk, key.sk)).set(keyIn(key), attributes, oneOf),
    delete: (key, oneOf) => of(placeOf(key.pk, key.sk)).delete(keyIn(key), oneOf),
    query: async function* (range: RowRange) {
      const { pk, from, to } = range
      const place = placeOf(pk, from ?? '')
      const inner = {
        ...range,
        pk: inside(pk),
        ...(from && { from: inside(from) }),
        ...(to && { to: inside(to) }),
      }
      for await (const row of of(place).query(inner)) yield outside(row, place)
    },
  }
}
