import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { indexUpload } from '#functions/index-upload/index-upload.ts'
import { openDatabase } from '#shared/store/database.sqlite.ts'
import type { QueuedMessage } from '#shared/store/index-queue.sqlite.ts'
import { INDEXED } from '#shared/store/keys.ts'
import { salvage } from '#shared/store/salvage.sqlite.ts'
import { scrub } from '#shared/store/scrub.sqlite.ts'
import type { DamagedError } from '#shared/store/store-error.ts'
import { drain } from './drain.ts'
import { FolderInUseError, lockFolder } from './folder-lock.ts'
import { type Mended, mend } from './mend.ts'
import { DATABASE, type Folder } from './open-folder.ts'
import { openStores } from './open-stores.ts'

/** What is wrong with a data folder, and what was done about it. */
export interface Diagnosis {
  readonly rows: number
  readonly objects: number
  /** false: a server has the folder; it was looked at only, and the server mends what it comes upon. */
  readonly isMended: boolean
  /** What SQLite says of the pages of the file; empty: they are in order. */
  readonly pages: readonly string[]
  readonly damaged: readonly Mended[]
  /** Messages that failed too often. */
  readonly dead: readonly QueuedMessage[]
}

/** Days that nothing is removed for: a doctor removes nothing but damage. */
const KEEP_DAYS = 36_500
/** Lines of SQLite's check that are kept. */
const LINES = 20

/**
 * Checks all of a data folder, takes out what is damaged, and makes anew of the profiles what they tell.
 *
 * @param onChecked hears after each row and object how many were checked
 * @throws Error where the file cannot be opened at all
 */
export async function diagnose(
  directory: string,
  now: () => number,
  onChecked: (count: number) => void,
): Promise<Diagnosis> {
  const lock = lockUnlessServed(directory)
  try {
    const { pages, lost } = await checkPages(directory, lock !== undefined)
    const { folder, stores } = openStores(directory, { now, keepDays: KEEP_DAYS, onDamage: () => {} })
    try {
      const found: DamagedError[] = [...lost]
      const checked = { row: 0, object: 0 }
      for await (const { what, damage } of scrub(folder)) {
        onChecked(++checked[what] + checked[what === 'row' ? 'object' : 'row'])
        if (damage !== undefined) found.push(damage)
      }
      const damaged: Mended[] = []
      for (const damage of found)
        damaged.push(
          lock === undefined ? { ...damage, queued: 0, lost: undefined } : await mend(folder, damage, now()),
        )
      // Keys that a broken index hid are named nowhere: what the profiles tell is made anew as a whole.
      if (lock !== undefined && pages.length > 0) await queueAll(folder)
      if (lock !== undefined) await drain(folder.queue, ({ key }) => indexUpload(stores, key, now()))
      const { row: rows, object: objects } = checked
      return { rows, objects, isMended: lock !== undefined, pages, damaged, dead: folder.queue.dead() }
    } finally {
      await folder.close()
    }
  } finally {
    await lock?.close()
  }
}

async function queueAll({ profiles, queue }: Folder): Promise<void> {
  for (const prefix of INDEXED) for await (const key of profiles.list(prefix)) await queue.send({ key })
}

function lockUnlessServed(directory: string): ReturnType<typeof lockFolder> | undefined {
  try {
    return lockFolder(directory)
  } catch (error) {
    if (error instanceof FolderInUseError) return undefined
    throw error
  }
}

/** Broken indexes are made anew; of broken tables what can be read is copied into a new file, beside which the old one stays. */
async function checkPages(
  directory: string,
  mayMend: boolean,
): Promise<{ pages: string[]; lost: DamagedError[] }> {
  const path = join(directory, DATABASE)
  const database = openDatabase(path)
  let lost: DamagedError[] = []
  const pages = quickCheck(database)
  try {
    if (pages.length === 0 || !mayMend) return { pages, lost }
    await rm(`${path}.new`, { force: true })
    lost = salvage(database, `${path}.new`)
  } finally {
    database.close()
  }
  // A log that could not be written back would be taken for that of the new file.
  for (const part of ['', '-wal'])
    if (existsSync(path + part)) await rename(path + part, `${path}.damaged${part}`)
  await rm(`${path}-shm`, { force: true })
  await rename(`${path}.new`, path)
  return { pages, lost }
}

function quickCheck(database: ReturnType<typeof openDatabase>): string[] {
  try {
    const lines = database.prepare(`PRAGMA quick_check(${LINES})`).all() as { quick_check: string }[]
    return lines.map((line) => line.quick_check).filter((line) => line !== 'ok')
  } catch (error) {
    return [(error as Error).message]
  }
}
