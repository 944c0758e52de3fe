import { memoryRows } from '#shared/store/rows.memory.ts'
import type { Row, RowKey, RowStore } from '#shared/store/rows.ts'

/** One request to the table. A query names its partition and where it begins. */
export interface RowCall extends RowKey {
  readonly verb: 'get' | 'getMany' | 'put' | 'set' | 'delete' | 'query'
}

/** Rows in memory that remember every request, can fail, and show all that they hold. */
export interface WatchedRows extends RowStore {
  /** Emptied by whoever begins to count. */
  readonly calls: RowCall[]
  /** What fails; it is asked before each request. */
  fails: (call: RowCall) => boolean
  /** The whole table, in the order of its keys. */
  table(): Promise<Row[]>
}

const WRITES: readonly RowCall['verb'][] = ['put', 'set', 'delete']
export const isWrite = ({ verb }: RowCall): boolean => WRITES.includes(verb)

export function watchedRows(now: () => number): WatchedRows {
  const rows = memoryRows(now)
  const calls: RowCall[] = []
  const written = new Map<string, RowKey>()
  const call = (verb: RowCall['verb'], { pk, sk }: RowKey): void => {
    const made = { verb, pk, sk }
    calls.push(made)
    if (watched.fails(made)) throw new Error(`the table does not answer to ${verb}`)
    if (isWrite(made)) written.set(`${pk}\n${sk}`, { pk, sk })
  }
  const watched: WatchedRows = {
    calls,
    fails: () => false,
    table: async () => {
      const found = await rows.getMany([...written.values()])
      return found.sort((a, b) => (`${a.pk}\n${a.sk}` < `${b.pk}\n${b.sk}` ? -1 : 1))
    },
    get: async (key) => {
      call('get', key)
      return rows.get(key)
    },
    getMany: async (keys) => {
      for (const key of keys) call('getMany', key)
      return rows.getMany(keys)
    },
    put: async (row, oneOf) => {
      call('put', row)
      return rows.put(row, oneOf)
    },
    set: async (key, attributes, oneOf) => {
      call('set', key)
      return rows.set(key, attributes, oneOf)
    },
    delete: async (key, oneOf) => {
      call('delete', key)
      return rows.delete(key, oneOf)
    },
    query: async function* (range) {
      call('query', { pk: range.pk, sk: range.from ?? '' })
      yield* rows.query(range)
    },
  }
  return watched
}
