import { describe, expect, test } from 'vitest'
import { expiresAt, type Row, type RowStore } from '#shared/store/rows.ts'
import { all, freshName, type TestClock } from '#test/support/stores.ts'

/** A row whose `expires` has passed is not there, whether or not the table has deleted it. */
export function rowExpiryContract(make: () => RowStore, clock: TestClock): void {
  const key = () => ({ pk: freshName('partition'), sk: 'row' })

  describe('an expired row', () => {
    const expired = async (): Promise<Row> => {
      const row = { ...key(), version: 1, left: 'over', expires: expiresAt(clock.now + 1_000) }
      await make().put(row)
      clock.now += 1_000
      return row
    }

    test('is there until its last second ends', async () => {
      const row = { ...key(), expires: expiresAt(clock.now + 5_000) }
      await make().put(row)
      clock.now += 4_999
      expect(await make().get(row)).toStrictEqual(row)
      clock.now += 1
      expect(await make().get(row)).toBeUndefined()
    })

    test('is seen by no read', async () => {
      const row = await expired()
      const alive = { pk: row.pk, sk: 'alive' }
      await make().put(alive)
      expect(await make().getMany([row, alive])).toStrictEqual([alive])
      expect(await all(make().query({ pk: row.pk }))).toStrictEqual([alive])
      expect(await all(make().query({ pk: row.pk, newestFirst: true, limit: 1 }))).toStrictEqual([alive])
    })

    test('is absent for every condition', async () => {
      const row = await expired()
      expect(await make().put(row, [{ equals: ['version', 1] }])).toBe(false)
      expect(await make().set(row, { a: 1 }, [{ below: ['version', 9] }])).toBe(false)
      expect(await make().set(row, { a: 1 }, [{ lacks: 'other' }])).toBe(false)
      expect(await make().put({ pk: row.pk, sk: row.sk, a: 1 }, [{ absent: true }])).toBe(true)
      expect(await make().get(row)).toStrictEqual({ pk: row.pk, sk: row.sk, a: 1 })
    })

    test.each([
      ['without a condition', undefined],
      ['where it may be absent', [{ absent: true }, { equals: ['version', 7] }] as const],
    ])('leaves nothing behind in the row that a set makes %s', async (_, oneOf) => {
      const { pk, sk } = await expired()
      expect(await make().set({ pk, sk }, { a: 1 }, oneOf)).toBe(true)
      expect(await make().get({ pk, sk })).toStrictEqual({ pk, sk, a: 1 })
    })

    test('can be deleted, whatever the condition', async () => {
      expect(await make().delete(await expired(), [{ equals: ['version', 7] }])).toBe(true)
    })
  })
}
