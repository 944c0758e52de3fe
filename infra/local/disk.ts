import { randomBytes } from 'node:crypto'
import { existsSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StorageFullError } from '#shared/store/store-error.ts'

/** How much may still be written to a disk. */
export interface Room {
  /** @throws StorageFullError where so many bytes more would leave less than `HEADROOM` */
  require(bytes: number): void
  /** What is wrong, in a sentence; undefined: nothing. */
  trouble(): string | undefined
}

/** Bytes kept free for what is acknowledged already: rows, the log of the database, and deleting. */
const HEADROOM = 128 * 1024 * 1024
/** Milliseconds that a look at the disk is good for. */
const FRESH = 500

/** @param freeBytes of the file system, for users without privileges */
export function diskRoom(
  directory: string,
  freeBytes = (): number => {
    const { bavail, bsize } = statfsSync(directory)
    return bavail * bsize
  },
): Room {
  let looked = Number.NEGATIVE_INFINITY
  let free = 0
  const look = (): number => {
    if (performance.now() - looked > FRESH) {
      free = freeBytes()
      looked = performance.now()
    }
    return free
  }
  const trouble = (bytes = 0): string | undefined =>
    look() - bytes >= HEADROOM
      ? undefined
      : `The disk of the data folder has ${megabytes(free)} MB free; ${megabytes(HEADROOM)} MB must stay free. Make room, or start with a smaller --keep-days or --max-gb.`
  return {
    require: (bytes) => {
      const found = trouble(bytes)
      if (found !== undefined) throw new StorageFullError(found)
      free -= bytes
    },
    trouble: () => trouble(),
  }
}

const megabytes = (bytes: number): string => (bytes / 1024 ** 2).toFixed(0)

/** Bytes set aside for a start on a full disk: SQLite needs some to read its log. */
const RESERVE = 1024 * 1024

const pathOf = (directory: string): string => join(directory, 'reserve')

/** Opens what lies in a data folder; where that fails it is tried once more with the room that was set aside. */
export function withReserve<Opened>(directory: string, open: () => Opened): Opened {
  try {
    return open()
  } catch (error) {
    if (!existsSync(pathOf(directory))) throw error
    rmSync(pathOf(directory))
    return open()
  }
}

/** Sets the room aside unless it is. */
export function keepReserve(directory: string): void {
  if (!existsSync(pathOf(directory))) writeFileSync(pathOf(directory), randomBytes(RESERVE))
}
