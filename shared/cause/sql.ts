import type { Cause } from './cause.ts'
import { github } from './link.ts'
import type { StackPattern } from './stack-pattern.ts'
import { go, prose } from './text.ts'

/** One per sql.DB, from sql.Open to DB.Close. */
const OPENER: StackPattern = { top: ['database/sql.(*DB).connectionOpener'] }
const CLEANER: StackPattern = { top: ['database/sql.(*DB).connectionCleaner'] }

const OPEN_ONCE = {
  before: go`
    func report(dsn string) error {
      db, err := sql.Open("pgx", dsn) // a pool per call, never closed
      if err != nil {
        return err
      }
      return run(db)
    }`,
  after: go`
    func main() {
      db, err := sql.Open("pgx", dsn) // once: sql.DB is a pool
      if err != nil {
        log.Fatal(err)
      }
      defer db.Close()
      serve(db)
    }`,
}

/** database/sql and its drivers. */
export const SQL: readonly Cause[] = [
  {
    id: '11',
    group: 'database',
    basis: 'stack-and-cause',
    class: 'background',
    bound: 4,
    title: 'sql.Open per query, never closed',
    where: 'of sql.DB pools that nobody closed',
    match: [OPENER],
    companions: [CLEANER],
    why: prose`
      Every sql.DB has one connectionOpener until Close. One per database is normal; a number that grows is
      sql.Open called repeatedly, per request or report.`,
    fix: 'Open each database once when the program starts and share the sql.DB; close what must be short-lived.',
    snippet: OPEN_ONCE,
    holds: [{ module: 'std' }],
    links: [
      'https://pkg.go.dev/database/sql#Open',
      ...github(
        'Altinity/clickhouse-operator#176',
        'pingcap/dm#2127',
        'signal18/replication-manager#295',
        'uptrace/opentelemetry-go-extra#110',
        'signalfx/splunk-otel-go#1682',
      ),
    ],
  },
  {
    id: '12',
    group: 'database',
    basis: 'stack-and-cause',
    class: 'background',
    bound: 1,
    title: 'A driver package that opens a database when it is imported',
    where: 'of a sql.DB that a driver opened for itself',
    match: [OPENER],
    answeredBy: '11',
    why: prose`
      A driver keeps a global sql.DB from sql.OpenDB, so that importing it starts one connectionOpener. Close does
      not wait for that goroutine to end either.`,
    fix: 'Nothing: one per process is normal.',
    whenGrowing: { fix: 'Open the database once; Close a short-lived one.' },
    holds: [{ module: 'std' }],
    links: github('SAP/go-hdb#130', 'golang/go#50616'),
  },
  {
    id: '13',
    group: 'database',
    basis: 'stack-and-cause',
    class: 'background',
    bound: 4,
    title: 'sql.Open per query, seen in an old Go',
    where: 'of sql.DB pools that nobody closed, in an old Go',
    match: [{ top: ['database/sql.(*DB).connectionResetter'] }],
    companions: [OPENER],
    why: 'Older versions of database/sql ran a second goroutine per sql.DB, beside connectionOpener.',
    fix: 'Open each database once and close it when it is done with.',
    snippet: OPEN_ONCE,
    holds: [{ module: 'std', from: 'go1.10', until: 'go1.13' }],
    links: github('golang/go#22699', 'Altinity/clickhouse-operator#176'),
  },
  {
    id: '14',
    group: 'database',
    basis: 'stack-and-cause',
    class: 'capacity',
    bound: 200,
    title: 'A watcher per MySQL connection of the pools, or per failed dial of an old driver',
    where: 'that watch over MySQL connections',
    match: [{ top: ['github.com/go-sql-driver/mysql.(*mysqlConn).startWatcher.func{n}'] }],
    why: prose`
      The driver starts a watcher per connection that it opens: as many as the pools may hold, and all of those of
      pools that were left open. Versions before v1.4.0 also kept the watcher of a dial that failed.`,
    fix: 'Upgrade a driver before v1.4.0. Open each database once and close it when it is done with; SetMaxOpenConns bounds the rest.',
    snippet: OPEN_ONCE,
    holds: [{ module: 'github.com/go-sql-driver/mysql' }],
    links: github('go-sql-driver/mysql#626', 'go-sql-driver/mysql#1313', 'pingcap/dm#2127'),
  },
  {
    id: '15',
    group: 'database',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'Rows not closed, or a transaction neither committed nor rolled back',
    where: 'of database rows or transactions that were never finished',
    match: [{ top: ['database/sql.(*Rows).awaitDone'] }, { top: ['database/sql.(*Tx).awaitDone'] }],
    unless: [
      'database/sql.(*Rows).Next',
      'database/sql.(*Tx).QueryContext',
      'database/sql.(*Tx).ExecContext',
    ],
    why: prose`
      Each Rows and each Tx has a goroutine that waits for its context or its end. A return between Query and the
      last Next, or between Begin and Commit, leaves it there together with its connection.`,
    fix: 'defer rows.Close() right after the error of Query was looked at, defer tx.Rollback() right after Begin.',
    snippet: {
      before: go`
        rows, err := db.QueryContext(ctx, query)
        if err != nil {
          return err
        }
        for rows.Next() {
          if err := rows.Scan(&order); err != nil {
            return err // rows stay open
          }
        }
        return rows.Close()`,
      after: go`
        rows, err := db.QueryContext(ctx, query)
        if err != nil {
          return err
        }
        defer rows.Close()
        for rows.Next() {
          if err := rows.Scan(&order); err != nil {
            return err
          }
        }
        return rows.Err()`,
    },
    holds: [{ module: 'std', from: 'go1.8' }],
    links: [
      'https://go.dev/doc/database/querying',
      ...github(
        'ImageMonkey/imagemonkey-core#1',
        'cockroachdb/cockroach#13197',
        'cockroachdb/cockroach#13755',
      ),
    ],
  },
]
