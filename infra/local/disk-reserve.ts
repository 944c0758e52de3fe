import { randomBytes } from 'node:crypto'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

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
