import type { DatabaseSync } from 'node:sqlite'
import { withoutUndefined } from './attributes.ts'
import { holds } from './condition.ts'
import type { Writer } from './group-commit.sqlite.ts'
import { type PackedRow, packRow, unpackRow } from './packed-row.ts'
import type { Row, RowKey, RowRange, RowStore } from './rows.ts'
import { undamaged } from './store-error.sqlite.ts'
import { DamagedError } from './store-error.ts'

/** Rows of a query that are looked for at one time: what is read meanwhile waits for them. */
const PAGE = 64
/** Sorts behind every key. */
const LAST = '\u{10ffff}'

interface RowsOptions {
  /** Milliseconds since the epoch; expired rows that are not deleted yet are not seen. */
  readonly now: () => number
  /** Hears of each damaged row that was to be read; a read of several leaves it out. */
  readonly onDamage: (damage: DamagedError) => void
}

/** Rows in the database of a data folder. Reads see what this and every other thread has committed. */
export function sqliteRows(
  database: DatabaseSync,
  { write }: Writer,
  { now, onDamage }: RowsOptions,
): RowStore {
  const one = database.prepare('SELECT crc, value FROM row WHERE pk = ? AND sk = ?')
  const keysById = database.prepare('SELECT pk, sk, expires FROM row WHERE id = ?')
  const byId = database.prepare('SELECT pk, sk, crc, value FROM row WHERE id = ?')
  const upsert = database.prepare(
    `INSERT INTO row (pk, sk, gsi1pk, gsi1sk, expires, crc, value) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (pk, sk) DO UPDATE SET gsi1pk = excluded.gsi1pk, gsi1sk = excluded.gsi1sk, expires = excluded.expires,
       crc = excluded.crc, value = excluded.value`,
  )
  const remove = database.prepare('DELETE FROM row WHERE pk = ? AND sk = ?')
  const pages = {
    key: { oldest: pageBy(database, 'pk', 'sk', '>'), newest: pageBy(database, 'pk', 'sk', '<') },
    gsi1: {
      oldest: pageBy(database, 'gsi1pk', 'gsi1sk', '>'),
      newest: pageBy(database, 'gsi1pk', 'gsi1sk', '<'),
    },
  }

  const live = (row: Row): Row | undefined =>
    typeof row.expires !== 'number' || row.expires > now() / 1000 ? row : undefined
  const find = ({ pk, sk }: RowKey): Row | undefined =>
    undamaged('row', `${pk} ${sk}`, onDamage, () => {
      const packed = one.get(pk, sk) as unknown as PackedRow | undefined
      return packed === undefined ? undefined : live(unpackRow({ pk, sk }, packed))
    })
  const store = (row: Row, { crc, value } = packRow(row)): void => {
    const { pk, sk, gsi1pk = null, gsi1sk = null, expires = null } = row
    upsert.run(pk, sk, gsi1pk as string | null, gsi1sk as string | null, expires as number | null, crc, value)
  }
  const rowOf = (id: number, name: string): Row | undefined =>
    undamaged('row', name, onDamage, () => {
      const packed = byId.get(id) as unknown as (RowKey & PackedRow) | undefined
      return packed === undefined ? undefined : live(unpackRow(packed, packed))
    })
  const keysOf = (id: number): Row | undefined => {
    const found = keysById.get(id) as unknown as (RowKey & { expires: number | null }) | undefined
    if (found === undefined || live({ ...found }) === undefined) return undefined
    return { pk: found.pk, sk: found.sk }
  }
  /** undefined: damaged. */
  const unlessDamaged = (read: () => Row | undefined): Row | undefined => {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof DamagedError)) throw error
      return undefined
    }
  }
  return {
    get: async (key) => find(key),
    getMany: async (keys) => {
      const distinct = new Map(keys.map((key) => [`${key.pk}\n${key.sk}`, key]))
      return [...distinct.values()].flatMap((key) => unlessDamaged(() => find(key)) ?? [])
    },
    put: (row, oneOf) => {
      // Now: what the caller does to it later is not stored.
      const packed = packRow(row)
      return write(() => {
        if (oneOf !== undefined && !holds(find(row), oneOf)) return false
        store(row, packed)
        return true
      })
    },
    set: (key, attributes, oneOf) => {
      const kept = structuredClone(withoutUndefined(attributes))
      return write(() => {
        const before = find(key)
        if (!holds(before, oneOf)) return false
        store({ ...before, ...kept, pk: key.pk, sk: key.sk })
        return true
      })
    },
    delete: ({ pk, sk }, oneOf) =>
      write(() => {
        const before = oneOf === undefined ? undefined : find({ pk, sk })
        if (before !== undefined && !holds(before, oneOf)) return false
        remove.run(pk, sk)
        return true
      }),
    query: async function* ({
      pk,
      index,
      from = '',
      to = LAST,
      newestFirst = false,
      limit,
      keysOnly = false,
    }: RowRange) {
      const page = pages[index ?? 'key'][newestFirst ? 'newest' : 'oldest']
      let last = newestFirst ? { at: to, id: Number.MAX_SAFE_INTEGER } : { at: from, id: -1 }
      let left = limit ?? Number.POSITIVE_INFINITY
      while (left > 0) {
        const found = page.all(pk, from, to, last.at, last.id, PAGE) as unknown as {
          id: number
          at: string
        }[]
        for (const { id, at } of found) {
          last = { at, id }
          const row = keysOnly ? keysOf(id) : unlessDamaged(() => rowOf(id, `${pk} ${at}`))
          if (row === undefined) continue
          yield row
          if (--left <= 0) return
        }
        if (found.length < PAGE) return
      }
    },
  }
}

/** Ids and keys behind a place, from the index alone: a damaged row does not hide those behind it. */
const pageBy = (database: DatabaseSync, partition: string, sort: string, side: '>' | '<') =>
  database.prepare(
    `SELECT id, ${sort} AS at FROM row WHERE ${partition} = ? AND ${sort} BETWEEN ? AND ? AND (${sort}, id) ${side} (?, ?)
     ORDER BY ${sort} ${side === '<' ? 'DESC' : ''}, id ${side === '<' ? 'DESC' : ''} LIMIT ?`,
  )
