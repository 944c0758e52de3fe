import { DamagedError, StorageFullError } from './store-error.ts'

/** Result codes of SQLite (https://sqlite.org/rescode.html); the lowest byte is the kind. */
const CORRUPT = 11
const FULL = 13

/** An error of SQLite in the words of the ports; any other as it is. */
export function storeError(error: unknown): unknown {
  const code = (error as { errcode?: number }).errcode ?? 0
  return (code & 0xff) === FULL
    ? new StorageFullError('SQLite found no room on the disk', { cause: error })
    : error
}

/**
 * Reads what one row or object holds.
 *
 * @param onDamage hears of it where the checksum or the file itself is broken at that place
 * @throws DamagedError there
 */
export function undamaged<Found>(
  what: DamagedError['what'],
  name: string,
  onDamage: (damage: DamagedError) => void,
  read: () => Found,
): Found {
  try {
    return read()
  } catch (error) {
    const code = (error as { errcode?: number }).errcode ?? 0
    const damage = (code & 0xff) === CORRUPT ? new DamagedError(what, name, (error as Error).message) : error
    if (damage instanceof DamagedError) onDamage(damage)
    throw damage
  }
}
