import { describe, expect, test } from 'vitest'
import { openFile } from '#shared/store/database.sqlite.ts'
import { groupCommit } from '#shared/store/group-commit.sqlite.ts'
import { StorageFullError } from '#shared/store/store-error.ts'

function opened() {
  const database = openFile(':memory:')
  database.exec('CREATE TABLE t (x INTEGER PRIMARY KEY, body BLOB)')
  const insert = database.prepare('INSERT INTO t (x, body) VALUES (?, zeroblob(?))')
  const { write } = groupCommit(database, () => performance.now())
  const put = (x: number, bytes = 1) => write(() => insert.run(x, bytes))
  const held = () =>
    database
      .prepare('SELECT x FROM t ORDER BY x')
      .all()
      .map(({ x }) => x)
  return { database, insert, write, put, held }
}

describe('writes that come together', () => {
  test('are answered with what each of them did, in their order', async () => {
    const { write } = opened()
    const order: number[] = []
    const answers = await Promise.all([1, 2, 3].map((n) => write(() => order.push(n) * 10)))
    expect([order, answers]).toEqual([
      [1, 2, 3],
      [10, 20, 30],
    ])
  })

  test('do not fail with one of them, which changes nothing', async () => {
    const { insert, write, put, held } = opened()
    const halfway = write(() => {
      insert.run(9, 1)
      throw new Error('halfway')
    })
    const outcomes = await Promise.allSettled([put(1), put(1), halfway, put(2)])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled'])
    expect(held()).toEqual([1, 2])
  })

  test('that find no room are refused by name, those that do are kept, and room heals', async () => {
    const { database, put, held } = opened()
    database.exec('PRAGMA max_page_count = 20')
    const outcomes = await Promise.allSettled([put(1), put(2, 1_000_000), put(3)])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(outcomes[1]).toMatchObject({ reason: expect.any(StorageFullError) })
    database.exec('PRAGMA max_page_count = 2000')
    await put(4, 1_000_000)
    expect(held()).toEqual([1, 3, 4])
  })
})
