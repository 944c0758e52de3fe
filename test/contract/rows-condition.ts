import { describe, expect, test } from 'vitest'
import type { Condition, Row, RowStore } from '#shared/store/rows.ts'
import { freshName } from '#test/support/stores.ts'

interface Case {
  readonly condition: Condition
  /** What stands under the key; undefined: nothing. */
  readonly row: Readonly<Record<string, string | number>> | undefined
  readonly holds: boolean
}

const CASES: readonly Case[] = [
  { condition: { absent: true }, row: undefined, holds: true },
  { condition: { absent: true }, row: {}, holds: false },
  { condition: { equals: ['version', 3] }, row: { version: 3 }, holds: true },
  { condition: { equals: ['version', 3] }, row: { version: 4 }, holds: false },
  { condition: { equals: ['version', 3] }, row: { version: '3' }, holds: false },
  { condition: { equals: ['version', 3] }, row: {}, holds: false },
  { condition: { equals: ['version', 3] }, row: undefined, holds: false },
  { condition: { equals: ['owner', 'a'] }, row: { owner: 'a' }, holds: true },
  { condition: { below: ['until', 10] }, row: { until: 9.5 }, holds: true },
  { condition: { below: ['until', 10] }, row: { until: 10 }, holds: false },
  { condition: { below: ['until', 10] }, row: { until: 'text' }, holds: false },
  { condition: { below: ['until', 10] }, row: {}, holds: true },
  { condition: { below: ['until', 10] }, row: undefined, holds: false },
  { condition: { above: ['first', 10] }, row: { first: 10.5 }, holds: true },
  { condition: { above: ['first', 10] }, row: { first: 10 }, holds: false },
  { condition: { above: ['first', 10] }, row: { first: 'text' }, holds: false },
  { condition: { above: ['first', 10] }, row: {}, holds: false },
  { condition: { above: ['first', 10] }, row: undefined, holds: false },
  { condition: { lacks: 'creator' }, row: {}, holds: true },
  { condition: { lacks: 'creator' }, row: { creator: 'main.main' }, holds: false },
  { condition: { lacks: 'creator' }, row: undefined, holds: false },
]

const named = CASES.map((one) => ({
  ...one,
  name: `${JSON.stringify(one.condition)} ${one.holds ? 'holds' : 'fails'} on ${JSON.stringify(one.row) ?? 'no row'}`,
}))

/** A write under conditions happens if one of them holds, and otherwise says so and changes nothing. */
export function rowConditionContract(make: () => RowStore): void {
  async function prepared(row: Case['row']): Promise<Row> {
    const key = { pk: freshName('partition'), sk: 'row' }
    if (row !== undefined) await make().put({ ...key, ...row })
    return key
  }

  describe('a write under a condition', () => {
    test.each(named)('by put: $name', async ({ condition, row, holds }) => {
      const key = await prepared(row)
      const before = await make().get(key)
      expect(await make().put({ ...key, written: 1 }, [condition])).toBe(holds)
      expect(await make().get(key)).toEqual(holds ? { ...key, written: 1 } : before)
    })

    test.each(named)('by set: $name', async ({ condition, row, holds }) => {
      const key = await prepared(row)
      const before = await make().get(key)
      expect(await make().set(key, { written: 1 }, [condition])).toBe(holds)
      expect(await make().get(key)).toEqual(holds ? { ...key, ...row, written: 1 } : before)
    })

    test.each(named.filter(({ row }) => row !== undefined))(
      'by delete: $name',
      async ({ condition, row, holds }) => {
        const key = await prepared(row)
        expect(await make().delete(key, [condition])).toBe(holds)
        expect(await make().get(key)).toEqual(holds ? undefined : { ...key, ...row })
      },
    )

    test('by delete is done where nothing stands', async () => {
      expect(await make().delete(await prepared(undefined), [{ equals: ['version', 3] }])).toBe(true)
    })

    test('happens if one of several holds', async () => {
      const key = await prepared({ owner: 'b', until: 5 })
      const mine: Condition[] = [{ absent: true }, { below: ['until', 5] }, { equals: ['owner', 'a'] }]
      expect(await make().set(key, { owner: 'a' }, mine)).toBe(false)
      expect(await make().set(key, { owner: 'a' }, [...mine, { below: ['until', 6] }])).toBe(true)
    })

    test('lets one of many through that want the same', async () => {
      const key = await prepared(undefined)
      const tries = Array.from({ length: 20 }, (_, by) => make().put({ ...key, by }, [{ absent: true }]))
      const won = (await Promise.all(tries)).flatMap((wrote, by) => (wrote ? [by] : []))
      expect(won).toHaveLength(1)
      expect(await make().get(key)).toEqual({ ...key, by: won[0] })
    })
  })
}
