import { describe, expect, test } from 'vitest'
import type { RowStore } from '#shared/store/rows.ts'
import { freshName, type TestClock } from '#test/support/stores.ts'
import { rowConditionContract } from './rows-condition.ts'
import { rowExpiryContract } from './rows-expiry.ts'
import { rowQueryContract } from './rows-query.ts'

/** What every store of rows does; the adapters may differ in nothing that is written here. */
export function rowStoreContract(make: () => RowStore, clock: TestClock): void {
  const key = () => ({ pk: freshName('partition'), sk: 'row' })

  describe('a row', () => {
    test('comes back with every kind of attribute', async () => {
      const row = {
        ...key(),
        text: 'ü',
        zero: 0,
        fraction: -1.5e-3,
        no: false,
        nothing: null,
        bytes: Uint8Array.of(0, 127, 128, 255),
        none: new Uint8Array(),
        list: ['a', 1, ['b', null]],
        nested: { deep: { bytes: Uint8Array.of(1), list: [{ a: 1 }] }, empty: {} },
      }
      await make().put(row)
      expect(await make().get(row)).toStrictEqual(row)
    })

    test('has no members that were undefined, at no depth', async () => {
      const id = key()
      await make().put({ ...id, a: undefined, nested: { b: undefined, c: [{ d: undefined }] } })
      expect(await make().get(id)).toStrictEqual({ ...id, nested: { c: [{}] } })
    })

    test('does not change with the objects that were put or given out', async () => {
      const row = { ...key(), bytes: Uint8Array.of(1), list: ['a'] }
      await make().put(row)
      row.bytes[0] = 9
      row.list.push('b')
      const given = (await make().getMany([row])) as { list?: string[] }[]
      given[0]?.list?.push('c')
      expect(await make().get(row)).toMatchObject({ bytes: Uint8Array.of(1), list: ['a'] })
    })

    test('that nobody put is undefined', async () => {
      expect(await make().get(key())).toBeUndefined()
    })

    test('is replaced by the next put and kept by a set', async () => {
      const id = key()
      await make().put({ ...id, a: 1, b: 1 })
      await make().put({ ...id, b: 2, c: 2 })
      await make().set(id, { c: 3, d: 3, b: undefined })
      expect(await make().get(id)).toStrictEqual({ ...id, b: 2, c: 3, d: 3 })
    })

    test('is made by a set, even by one of nothing', async () => {
      const [one, other] = [key(), key()]
      expect(await make().set(one, { a: 1 })).toBe(true)
      expect(await make().set(other, {})).toBe(true)
      expect(await make().get(one)).toStrictEqual({ ...one, a: 1 })
      expect(await make().get(other)).toStrictEqual(other)
    })

    test('is gone after a delete, and a second one does no harm', async () => {
      const id = key()
      await make().put(id)
      expect([await make().delete(id), await make().delete(id)]).toEqual([true, true])
      expect(await make().get(id)).toBeUndefined()
    })
  })

  describe('many rows', () => {
    test('come in one answer, whatever the number of keys', async () => {
      const rows = Array.from({ length: 230 }, (_, i) => ({ pk: freshName('many'), sk: 'row', i }))
      await Promise.all(rows.map((row) => make().put(row)))
      const found = await make().getMany([...rows, key()])
      expect(found.map(({ i }) => Number(i)).sort((a, b) => a - b)).toEqual(rows.map(({ i }) => i))
    })

    test('come in one answer beyond the 16 MB of one read', async () => {
      const body = new Uint8Array(350_000).fill(7)
      const rows = Array.from({ length: 50 }, (_, i) => ({ pk: freshName('large'), sk: 'row', i, body }))
      await Promise.all(rows.map((row) => make().put(row)))
      const found = await make().getMany(rows)
      expect(found.reduce((bytes, row) => bytes + (row.body as Uint8Array).length, 0)).toBe(50 * 350_000)
    })

    test('come once, however often their key is asked for', async () => {
      const id = key()
      await make().put(id)
      expect(await make().getMany([id, { ...id }, id])).toStrictEqual([id])
      expect(await make().getMany([])).toEqual([])
    })
  })

  rowExpiryContract(make, clock)
  rowConditionContract(make)
  rowQueryContract(make)
}
