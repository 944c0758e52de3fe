import { describe, expect, test } from 'vitest'
import type { RowRange, RowStore } from '#shared/store/rows.ts'
import { all, freshName } from '#test/support/stores.ts'

/** Sort keys that begin with each other, in the order of their bytes. */
const KEYS = ['a', 'a!', 'a#', 'a#1', 'a#10', 'a#2', 'a-b', 'aa', 'b', 'b~']

/** Rows come in the order of their sort keys, both ends of the range included, whatever their number. */
export function rowQueryContract(make: () => RowStore): void {
  async function partition(keys: readonly string[] = KEYS): Promise<string> {
    const pk = freshName('partition')
    await Promise.all(keys.toReversed().map((sk) => make().put({ pk, sk })))
    return pk
  }
  const sorts = async (range: RowRange): Promise<string[]> =>
    (await all(make().query(range))).map(({ sk }) => sk)

  describe('a query', () => {
    test.each<[string, Omit<RowRange, 'pk'>, string[]]>([
      ['of a whole partition', {}, KEYS],
      ['from a key that is there', { from: 'aa' }, ['aa', 'b', 'b~']],
      ['from a key that is not there', { from: 'a~' }, ['b', 'b~']],
      ['to a key that is there', { to: 'a#' }, ['a', 'a!', 'a#']],
      ['between two keys', { from: 'a#1', to: 'a#2' }, ['a#1', 'a#10', 'a#2']],
      ['of one key', { from: 'aa', to: 'aa' }, ['aa']],
      ['of a prefix', { from: 'a#', to: 'a#~' }, ['a#', 'a#1', 'a#10', 'a#2']],
      ['whose ends are the wrong way round', { from: 'b', to: 'a' }, []],
      ['from behind everything', { from: 'c' }, []],
      ['of the newest', { newestFirst: true, limit: 3 }, ['b~', 'b', 'aa']],
      ['of the newest up to a key', { to: 'a-b', newestFirst: true, limit: 2 }, ['a-b', 'a#2']],
      ['of the first', { limit: 2 }, ['a', 'a!']],
      ['of more than there are', { limit: 99 }, KEYS],
      ['of none', { limit: 0 }, []],
    ])('%s', async (_, range, expected) => {
      expect(await sorts({ pk: await partition(), ...range })).toEqual(expected)
    })

    test('of a partition that nobody wrote gives nothing', async () => {
      expect(await sorts({ pk: freshName('partition') })).toEqual([])
    })

    test('gives all rows beyond the 1 MB of one page, either way and up to a limit', async () => {
      const pk = freshName('partition')
      const body = new Uint8Array(100_000).fill(1)
      const keys = Array.from({ length: 32 }, (_, i) => String(i).padStart(2, '0'))
      await Promise.all(keys.map((sk) => make().put({ pk, sk, body })))
      expect(await sorts({ pk })).toEqual(keys)
      expect(await sorts({ pk, newestFirst: true })).toEqual(keys.toReversed())
      expect(await sorts({ pk, limit: 25 })).toEqual(keys.slice(0, 25))
    })

    test('of keys alone gives these rows without what they hold, and no expired one', async () => {
      const pk = freshName('partition')
      for (const sk of KEYS) await make().put({ pk, sk, more: [1], expires: sk === 'b' ? 1 : 9_999_999_999 })
      const keys = KEYS.filter((sk) => sk !== 'b').map((sk) => ({ pk, sk }))
      expect(await all(make().query({ pk, keysOnly: true }))).toEqual(keys)
      const range = { pk, from: 'a#', newestFirst: true, limit: 2, keysOnly: true }
      expect(await all(make().query(range))).toEqual([
        { pk, sk: 'b~' },
        { pk, sk: 'aa' },
      ])
    })

    test('counts no expired row towards its limit', async () => {
      const pk = freshName('partition')
      const rows = Array.from({ length: 40 }, (_, i) => ({ pk, sk: String(i).padStart(2, '0') }))
      await Promise.all(rows.map((row, i) => make().put(i % 4 === 3 ? row : { ...row, expires: 1 })))
      expect(await sorts({ pk, limit: 3 })).toEqual(['03', '07', '11'])
    })

    test('may be left before its end', async () => {
      const pk = await partition()
      for await (const { sk } of make().query({ pk })) {
        expect(sk).toBe('a')
        break
      }
    })
  })

  describe('the index gsi1', () => {
    test('holds the rows of all partitions that have its keys, in its order', async () => {
      const gsi1pk = freshName('index')
      const row = (gsi1sk: string) => ({ pk: freshName('partition'), sk: 'row', gsi1pk, gsi1sk, more: [1] })
      const rows = ['1', '2', '3'].map(row)
      await Promise.all([...rows, { pk: freshName('partition'), sk: 'row' }].map((one) => make().put(one)))
      const index = { pk: gsi1pk, index: 'gsi1' as const }
      expect(await all(make().query(index))).toEqual(rows)
      expect(await all(make().query({ ...index, from: '2', newestFirst: true }))).toEqual([rows[2], rows[1]])
      expect(await all(make().query({ ...index, to: '2', limit: 1 }))).toEqual([rows[0]])
    })

    test('forgets a row that is put without them', async () => {
      const [pk, gsi1pk] = [freshName('partition'), freshName('index')]
      await make().put({ pk, sk: 'row', gsi1pk, gsi1sk: '1' })
      await make().put({ pk, sk: 'row', gsi1pk: undefined, gsi1sk: undefined })
      expect(await sorts({ pk: gsi1pk, index: 'gsi1' })).toEqual([])
    })
  })
}
