import { join } from 'node:path'
import { openFile } from '#shared/store/database.sqlite.ts'

/** One process at a time has a data folder. */
export class FolderInUseError extends Error {
  constructor(directory: string) {
    super(`${directory} is in use by another process`)
    this.name = 'FolderInUseError'
  }
}

/**
 * Keeps a data folder for this process. The system ends the lock with the process, however that ends.
 *
 * @throws FolderInUseError
 */
export function lockFolder(directory: string): { close(): Promise<void> } {
  const lock = openFile(join(directory, 'lock'))
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch {
    lock.close()
    throw new FolderInUseError(directory)
  }
  return { close: async () => lock.close() }
}
