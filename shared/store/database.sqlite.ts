import type { DatabaseSync } from 'node:sqlite'

/** Bytes of a page. Profiles of 10 to 50 KB take fewer pages than with SQLite's 4,096. */
const PAGE = 8_192
/** Milliseconds that a thread waits for another one to end its transaction. */
const BUSY = 10_000
/** Bytes that the log keeps on disk when it has been written back. */
const LOG_KEPT = 16 * 1024 * 1024
/** `PRAGMA application_id`: "TDMK". */
const APPLICATION = 0x54_44_4d_4b
/** `PRAGMA user_version`; a later one is refused. */
const VERSION = 1

/**
 * Tables of a data folder. Rows and objects have ids in the order of their arrival, so that new ones lie side by side; what is
 * looked for stands in columns, all else of a row in `value`. docs/storage.md describes them.
 */
const SCHEMA = `
CREATE TABLE row (
  id INTEGER PRIMARY KEY, pk TEXT NOT NULL, sk TEXT NOT NULL, gsi1pk TEXT, gsi1sk TEXT, expires REAL,
  crc INTEGER NOT NULL, value BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX row_by_key ON row (pk, sk);
CREATE INDEX row_by_gsi1 ON row (gsi1pk, gsi1sk) WHERE gsi1pk IS NOT NULL;
CREATE INDEX row_by_expiry ON row (expires) WHERE expires IS NOT NULL;
CREATE TABLE object (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL, folder TEXT NOT NULL, stored_at INTEGER NOT NULL, bytes INTEGER NOT NULL,
  slices INTEGER, crc INTEGER NOT NULL, metadata TEXT NOT NULL, body BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX object_by_key ON object (key);
CREATE INDEX object_by_age ON object (folder, stored_at);
CREATE INDEX object_by_slices ON object (slices) WHERE slices IS NOT NULL;
CREATE TABLE slice (id INTEGER PRIMARY KEY, slices INTEGER NOT NULL, n INTEGER NOT NULL, crc INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
CREATE UNIQUE INDEX slice_by_place ON slice (slices, n);
CREATE TRIGGER object_slices AFTER DELETE ON object WHEN old.slices IS NOT NULL BEGIN
  DELETE FROM slice WHERE slices = old.slices;
END;
CREATE TABLE message (
  id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, request TEXT, tries INTEGER NOT NULL DEFAULT 0,
  dead INTEGER NOT NULL DEFAULT 0, cause TEXT
) STRICT;
CREATE TABLE damaged (
  id INTEGER PRIMARY KEY, found_at INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, cause TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX damaged_by_name ON damaged (kind, name);
CREATE TABLE secret (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
PRAGMA application_id = ${APPLICATION};
PRAGMA user_version = ${VERSION};
`

/**
 * Opens the database of a data folder, and makes its tables where they are missing. Every thread opens its own.
 *
 * A transaction is on the disk when it is answered (`synchronous = FULL`).
 * @throws Error where the file is no database of Tidemark, or of a later version
 */
export function openDatabase(path: string): DatabaseSync {
  const database = openFile(path)
  try {
    // The first two have a meaning before there are tables only.
    database.exec(
      `PRAGMA busy_timeout = ${BUSY}; PRAGMA page_size = ${PAGE}; PRAGMA auto_vacuum = INCREMENTAL`,
    )
    database.exec(
      `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = ${LOG_KEPT}`,
    )
    migrate(database)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** A file of SQLite as it is. */
export const openFile = (path: string): DatabaseSync => new (sqlite().DatabaseSync)(path)

function migrate(database: DatabaseSync): void {
  const version = figure(database, 'user_version')
  if (version > VERSION)
    throw new Error(
      `the database has format ${version} and this version of Tidemark reads up to ${VERSION}: start the version that wrote it`,
    )
  if (version === VERSION) return
  database.exec('BEGIN IMMEDIATE')
  try {
    // Another thread may have been first.
    if (figure(database, 'user_version') === 0) database.exec(SCHEMA)
    database.exec('COMMIT')
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}

/** The number that a pragma gives. */
export function figure(
  database: DatabaseSync,
  pragma: 'user_version' | 'page_count' | 'freelist_count' | 'page_size',
): number {
  return Number(database.prepare(`PRAGMA ${pragma}`).get()?.[pragma])
}

/** `node:sqlite` without the line on stderr that Node 22 writes when it is loaded. @throws Error before Node 22.13 */
function sqlite(): typeof import('node:sqlite') {
  const { emitWarning } = process
  process.emitWarning = () => {}
  try {
    const found = process.getBuiltinModule?.('node:sqlite')
    if (found === undefined)
      throw new Error(
        `Node ${process.versions.node} has no SQLite: the local store needs Node 22.13 or newer`,
      )
    return found
  } finally {
    process.emitWarning = emitWarning
  }
}
