import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { logFailure } from '#functions/log.ts'
import { requestInHand } from '#functions/request-id.ts'
import { openDatabase } from '#shared/store/database.sqlite.ts'
import { type GroupWriter, groupCommit, type Writer } from '#shared/store/group-commit.sqlite.ts'
import { type FolderQueue, sqliteIndexQueue } from '#shared/store/index-queue.sqlite.ts'
import { sqliteProfileStore } from '#shared/store/profile-store.sqlite.ts'
import type { ProfileStore } from '#shared/store/profile-store.ts'
import { sqliteRows } from '#shared/store/rows.sqlite.ts'
import type { RowStore } from '#shared/store/rows.ts'
import type { DamagedError } from '#shared/store/store-error.ts'
import { diskRoom, type Room } from './disk.ts'
import { signedPut } from './signed-put.ts'

/** Stores of a data folder whose writes go one way. */
interface FolderStores {
  readonly rows: RowStore
  readonly profiles: ProfileStore
}

/** What a data folder holds, for one thread. */
export interface Folder extends FolderStores {
  readonly queue: FolderQueue
  /** The same for work that the writer does together. */
  readonly within: FolderStores
  readonly database: DatabaseSync
  readonly writer: GroupWriter
  readonly room: Room
  /** Signs the URLs of uploads. */
  readonly secret: Uint8Array
  close(): Promise<void>
}

export interface FolderOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Hears of what is found damaged. */
  readonly onDamage?: (damage: DamagedError) => void
  readonly room?: Room
}

/** Name of the database in its folder. */
export const DATABASE = 'tidemark.sqlite'

/**
 * Opens the stores of a data folder. Each thread of the process that holds the folder's lock opens its own.
 *
 * @param directory exists
 */
export function openFolder(
  directory: string,
  { now, onDamage = logDamage, room = diskRoom(directory) }: FolderOptions,
): Folder {
  const database = openDatabase(join(directory, DATABASE))
  const writer = groupCommit(database, () => performance.now())
  const secret = secretOf(database)
  const storesOver = (way: Writer): FolderStores => ({
    rows: sqliteRows(database, way, { now, onDamage }),
    profiles: sqliteProfileStore(database, way, {
      now,
      onDamage,
      presignPut: async (target, at) => signedPut(secret, target, at),
      requireRoom: room.require,
    }),
  })
  return {
    ...storesOver(writer),
    within: storesOver(writer.within),
    queue: sqliteIndexQueue(database, writer, requestInHand),
    database,
    writer,
    room,
    secret,
    close: async () => {
      // What is under way is in a transaction of its own.
      await writer.write(() => undefined)
      database.close()
    },
  }
}

const logDamage = (damage: DamagedError): void => logFailure('stored data is damaged', damage)

/** Made by whoever opens the folder first. */
function secretOf(database: DatabaseSync): Uint8Array {
  const find = () => database.prepare("SELECT value FROM secret WHERE name = 'uploads'").get()?.value
  // A start on a full disk writes nothing.
  if (find() === undefined)
    database.prepare("INSERT OR IGNORE INTO secret (name, value) VALUES ('uploads', ?)").run(randomBytes(32))
  return find() as Uint8Array
}
