import { expect, test } from 'vitest'
import { blockStore } from '#shared/store/block-store.ts'
import { evidenceStore } from '#shared/store/evidence-store.ts'
import { memoryRows } from '#shared/store/rows.memory.ts'
import type { RowStore } from '#shared/store/rows.ts'

/** Rows that answer as a table may that has not seen its latest write yet, unless they are asked for the latest. */
function lateRows(): { rows: RowStore; asked: unknown[] } {
  const rows = memoryRows(() => 0)
  const asked: unknown[] = []
  const get: RowStore['get'] = async (key, how) => {
    asked.push(how)
    return how === 'latest' ? rows.get(key, how) : undefined
  }
  return { rows: { ...rows, get }, asked }
}

test.each([
  ['a block', (rows: RowStore) => blockStore(rows, 90).get('t', 's', 'day', 'p', 0)],
  ['evidence', (rows: RowStore) => evidenceStore(rows).get('t', 's', 'p')],
])('%s is read as it was last written, because it is merged into and put back whole', async (_, read) => {
  const { rows, asked } = lateRows()
  await read(rows)
  expect(asked).toEqual(['latest'])
})
