import { describe, expect, test } from 'vitest'
import { openFile } from '#shared/store/database.sqlite.ts'
import { groupCommit } from '#shared/store/group-commit.sqlite.ts'
import { StorageFullError } from '#shared/store/store-error.ts'

function opened() {
  const database = openFile(':memory:')
  database.exec('CREATE TABLE t (x INTEGER PRIMARY KEY, body BLOB)')
  const insert = database.prepare('INSERT INTO t (x, body) VALUES (?, zeroblob(?))')
  const { write, together, within } = groupCommit(database, () => performance.now())
  const put = (x: number, bytes = 1) => write(() => insert.run(x, bytes))
  const putWithin = (x: number, bytes = 1) => within.write(() => insert.run(x, bytes))
  const held = () =>
    database
      .prepare('SELECT x FROM t ORDER BY x')
      .all()
      .map(({ x }) => x)
  return { database, insert, write, together, put, putWithin, held }
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

describe('work that writes several times', () => {
  test('is one transaction with what else comes, and answered after it', async () => {
    const { database, together, put, putWithin, held } = opened()
    let commits = 0
    const { exec } = database
    database.exec = (sql) => {
      if (sql === 'COMMIT') commits++
      exec.call(database, sql)
    }
    const work = (x: number) =>
      together(async () => {
        await putWithin(x)
        expect(commits).toBe(0)
        await putWithin(x + 1)
        return x
      })
    expect(await Promise.all([work(10), put(1), work(20)])).toMatchObject([10, {}, 20])
    expect([held(), commits]).toEqual([[1, 10, 11, 20, 21], 1])
  })

  test('runs again by itself where a write fails, keeps what does not, and fails nobody else', async () => {
    const { together, put, putWithin, held } = opened()
    const runs: string[] = []
    const work = (name: string, first: number, second: number) =>
      together(async () => {
        runs.push(name)
        await putWithin(first)
        await putWithin(second)
      })
    const outcomes = await Promise.allSettled([work('good', 1, 2), put(3), work('bad', 4, 1), put(5)])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
    expect([held(), runs]).toEqual([
      [1, 2, 3, 4, 5],
      ['good', 'bad', 'good', 'bad'],
    ])
  })

  test('that finds no room is refused by name, and room heals', async () => {
    const { database, together, putWithin, held } = opened()
    database.exec('PRAGMA max_page_count = 20')
    const large = () => together(() => putWithin(2, 1_000_000))
    const outcomes = await Promise.allSettled([together(() => putWithin(1)), large()])
    expect(outcomes[1]).toMatchObject({ reason: expect.any(StorageFullError) })
    database.exec('PRAGMA max_page_count = 2000')
    await large()
    expect(held()).toEqual([1, 2])
  })

  test('that fails by itself fails alone, with what it has written', async () => {
    const { together, putWithin, held } = opened()
    const failing = together(async () => {
      await putWithin(1)
      throw new Error('no more')
    })
    const outcomes = await Promise.allSettled([failing, together(() => putWithin(2))])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
    expect(held()).toEqual([1, 2])
  })
})
