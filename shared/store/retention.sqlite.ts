import type { DatabaseSync } from 'node:sqlite'
import { DAY } from '#shared/time.ts'
import { figure } from './database.sqlite.ts'
import type { Writer } from './group-commit.sqlite.ts'

/** What may stay. */
export interface Retention {
  /** Days that profiles and socket tables are kept after they came. */
  readonly keepDays: number
  /** Bytes of the database; undefined: any. */
  readonly maxBytes?: number | undefined
}

/** What one round removed. */
export interface Removed {
  readonly rows: number
  readonly objects: number
  /** false: there is more to remove than one round may. */
  readonly isDone: boolean
}

/** Days that objects of the other folders are kept, as on AWS (docs/storage.md, Bucket). */
const UPLOAD_DAYS = 1
const REPORT_DAYS = 400
/** Rows and objects of one transaction: none holds up the server for long, and little more than needed goes. */
const BATCH = 10
/** Transactions of one round. */
const ROUND = 1_000
/** Share of `maxBytes` that is left when there was more. */
const LOW_WATER = 0.95
/** Pages given back to the file system in one step. */
const PAGES = 1_000

/**
 * Removes what is past its time, then the oldest while the database is too large: profiles and socket tables first, then
 * blocks. Nothing that people decided is ever removed. Space goes back to the file system.
 */
export async function retain(
  database: DatabaseSync,
  { write }: Writer,
  { keepDays, maxBytes = Number.POSITIVE_INFINITY }: Retention,
  now: number,
): Promise<Removed> {
  const expiredRows = database.prepare(
    'DELETE FROM row WHERE id IN (SELECT id FROM row WHERE expires <= ? ORDER BY expires LIMIT ?)',
  )
  const blocks = database.prepare(
    "DELETE FROM row WHERE id IN (SELECT id FROM row WHERE expires IS NOT NULL AND pk LIKE '%#block' ORDER BY expires LIMIT ?)",
  )
  const oldObjects = database.prepare(
    'DELETE FROM object WHERE id IN (SELECT id FROM object WHERE folder = ? AND stored_at < ? ORDER BY stored_at LIMIT ?)',
  )
  const sum = { rows: 0, objects: 0 }
  let left = ROUND
  /** Runs it until it removes less than it may, or the round is over. */
  const remove = async (
    kind: keyof typeof sum,
    batch: () => number | bigint,
    isEnough = () => false,
  ): Promise<void> => {
    for (let removed = BATCH; removed === BATCH && left > 0 && !isEnough(); left--) {
      removed = Number(await write(batch))
      sum[kind] += removed
    }
  }
  const objectsBefore = (folder: string, before: number) => () =>
    oldObjects.run(folder, before, BATCH).changes

  await remove('rows', () => expiredRows.run(now / 1000, BATCH).changes)
  await remove('objects', objectsBefore('uploads/', now - UPLOAD_DAYS * DAY))
  await remove('objects', objectsBefore('reports/', now - REPORT_DAYS * DAY))
  for (const folder of PROFILES) await remove('objects', objectsBefore(folder, now - keepDays * DAY))
  if (usedBytes(database) > maxBytes) {
    const isSmall = (): boolean => usedBytes(database) <= LOW_WATER * maxBytes
    for (const folder of PROFILES)
      await remove('objects', objectsBefore(folder, Number.MAX_SAFE_INTEGER), isSmall)
    await remove('rows', () => blocks.run(BATCH).changes, isSmall)
  }
  while (left-- > 0 && figure(database, 'freelist_count') > 0)
    await write(() => database.exec(`PRAGMA incremental_vacuum(${PAGES})`))
  return { ...sum, isDone: left > 0 }
}

/** Folders of what only charts and rebuilding need. */
const PROFILES = ['profiles/', 'sockets/'] as const

/** Bytes that hold something. */
const usedBytes = (database: DatabaseSync): number =>
  (figure(database, 'page_count') - figure(database, 'freelist_count')) * figure(database, 'page_size')
