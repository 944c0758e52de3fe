import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Random } from '#bench/verdicts/battery/random.ts'
import { openDatabase } from '#shared/store/database.sqlite.ts'
import { groupCommit, type Writer } from '#shared/store/group-commit.sqlite.ts'
import { type QueuedMessage, sqliteIndexQueue } from '#shared/store/index-queue.sqlite.ts'
import { sqliteProfileStore } from '#shared/store/profile-store.sqlite.ts'
import { sqliteRows } from '#shared/store/rows.sqlite.ts'
import { type DamagedError, StorageFullError } from '#shared/store/store-error.ts'
import type { Machine } from './machine.ts'
import { whole } from './schedule.ts'

/** Bytes before each page in the log of SQLite (https://sqlite.org/fileformat2.html#walformat). */
const FRAME_HEADER = 24
const PAGE = 8_192
/** Pages that a database may have where nothing bounds it (https://sqlite.org/pragma.html#pragma_max_page_count). */
const UNBOUNDED = 4_294_967_294

/** The database of `tidemark serve`, on a disk whose power can go. */
export function sqliteMachine(now: () => number, random: Random): Machine {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-faults-'))
  let boots = 0
  let isFull = false
  const pathOf = (boot: number): string => join(folder, `${boot}.sqlite`)
  const requireRoom = (): void => {
    if (isFull) throw new StorageFullError('the disk is full')
  }
  const onDamage = (damage: DamagedError): never => {
    throw damage
  }
  const open = () => {
    const database = openDatabase(pathOf(boots))
    // A crash copies what was written: nothing is won by waiting for the disk of this machine.
    database.exec('PRAGMA synchronous = OFF')
    let ticks = 0
    const writer = groupCommit(database, () => (ticks += 10))
    const storesOver = (way: Writer) => ({
      rows: sqliteRows(database, way, { now, onDamage }),
      profiles: sqliteProfileStore(database, way, {
        now,
        requireRoom,
        onDamage,
        presignPut: async () => {
          throw new Error('nobody uploads here')
        },
      }),
    })
    return {
      database,
      writer,
      ...storesOver(writer),
      within: storesOver(writer.within),
      queue: sqliteIndexQueue(database, writer),
    }
  }
  let folderNow = open()
  const ended: (typeof folderNow)[] = []
  const bound = (): void => {
    const { page_count: pages } = folderNow.database.prepare('PRAGMA page_count').get() ?? {}
    folderNow.database.exec(`PRAGMA max_page_count = ${isFull ? pages : UNBOUNDED}`)
  }
  return {
    get rows() {
      return folderNow.rows
    },
    get profiles() {
      return folderNow.profiles
    },
    get writer() {
      return folderNow.writer
    },
    get within() {
      return folderNow.within
    },
    queue: {
      send: (message) => folderNow.queue.send(message),
      waiting: () => folderNow.queue.waiting(0, Number.MAX_SAFE_INTEGER),
      done: (message) => folderNow.queue.done(message as QueuedMessage),
      failed: (message) => folderNow.queue.failed(message as QueuedMessage, 'a fault'),
      redrive: async () => {
        await folderNow.queue.redrive()
      },
    },
    isLocal: true,
    crash: (isTorn) => {
      const [from, to] = [pathOf(boots), pathOf(boots + 1)]
      copyFileSync(from, to)
      copyFileSync(`${from}-wal`, `${to}-wal`)
      if (isTorn) tearLog(`${to}-wal`, random)
      ended.push(folderNow)
      boots++
      folderNow = open()
      bound()
    },
    setFull: (full) => {
      isFull = full
      bound()
    },
    close: async () => {
      for (const { writer, database } of [...ended, folderNow]) {
        await writer.write(() => undefined).catch(() => undefined)
        database.close()
      }
      rmSync(folder, { recursive: true })
    },
  }
}

/** Ends the log within a frame that was never finished. */
function tearLog(path: string, random: Random): void {
  const frame = readFileSync(path).subarray(-(FRAME_HEADER + PAGE))
  appendFileSync(path, frame.subarray(0, whole(random, frame.length)))
}
