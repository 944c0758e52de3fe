import type { DatabaseSync } from 'node:sqlite'
import { openDatabase } from './database.sqlite.ts'
import { DamagedError } from './store-error.ts'

interface Named {
  readonly id: number
  readonly name: string
}

/**
 * Copies all that can be read of a database whose pages are broken into a new one.
 *
 * @param path of the new file
 * @returns what could not be copied
 */
export function salvage(database: DatabaseSync, path: string): DamagedError[] {
  openDatabase(path).close()
  database.prepare('ATTACH ? AS fresh').run(path)
  // Nobody is told of a row before all are there: one fsync at the end is enough.
  database.exec('PRAGMA fresh.synchronous = OFF')
  const lost = [
    ...copy(
      database,
      'row',
      "SELECT id, pk || ' ' || sk AS name FROM row INDEXED BY row_by_key ORDER BY pk",
      ['INSERT INTO fresh.row SELECT * FROM main.row WHERE id = ?'],
    ),
    ...copy(database, 'object', 'SELECT id, key AS name FROM object INDEXED BY object_by_key ORDER BY key', [
      'INSERT INTO fresh.object SELECT * FROM main.object WHERE id = ?',
      'INSERT INTO fresh.slice SELECT * FROM main.slice WHERE slices = (SELECT slices FROM main.object WHERE id = ?)',
    ]),
  ]
  for (const table of ['message', 'damaged', 'secret']) {
    try {
      database.exec(`INSERT OR REPLACE INTO fresh.${table} SELECT * FROM main.${table}`)
    } catch {
      // Each of them is made anew: a message by reconcile, a secret at the next start.
    }
  }
  database.exec('PRAGMA fresh.synchronous = FULL; PRAGMA fresh.wal_checkpoint(TRUNCATE); DETACH fresh')
  return lost
}

function copy(
  database: DatabaseSync,
  what: DamagedError['what'],
  names: string,
  inserts: readonly string[],
): DamagedError[] {
  const steps = inserts.map((insert) => database.prepare(insert))
  const undo = database.prepare(`DELETE FROM fresh.${what} WHERE id = ?`)
  const lost: DamagedError[] = []
  const done = new Set<number>()
  const take = ({ id, name }: Named): void => {
    if (done.has(id)) return
    done.add(id)
    try {
      for (const step of steps) step.run(id)
    } catch (error) {
      undo.run(id)
      lost.push(new DamagedError(what, name, (error as Error).message))
    }
  }
  // From both ends: a broken page of the index hides what is behind it from one side only.
  for (const order of ['ASC', 'DESC']) {
    try {
      for (const entry of database.prepare(`${names} ${order}`).iterate()) take(entry as unknown as Named)
      break
    } catch {
      // What neither side comes to is told by nobody: reindex finds rows of profiles that are left.
    }
  }
  return lost
}
