import type { Cause } from './cause.ts'
import { github } from './link.ts'
import { go } from './text.ts'

/** Drivers that keep a pool of their own: pgx, ClickHouse. */
export const DATABASE_POOL: readonly Cause[] = [
  {
    id: '16',
    group: 'database',
    basis: 'stack-and-cause',
    class: 'background',
    bound: 4,
    title: 'A pgx pool per request',
    where: 'of pgx pools that nobody closed',
    match: [{ any: ['github.com/jackc/pgx{v}/pgxpool.(*Pool).backgroundHealthCheck'] }],
    why: 'Each pgxpool.Pool checks its connections in one goroutine until Close. Old versions left it after a failed connect.',
    fix: 'Build one pool when the program starts, share it, and close it at the end.',
    snippet: {
      before: go`
        func handle(w http.ResponseWriter, r *http.Request) {
          pool, err := pgxpool.New(r.Context(), dsn)
          // …
        }`,
      after: go`
        pool, err := pgxpool.New(ctx, dsn)
        if err != nil {
          return err
        }
        defer pool.Close()
        mux.Handle("/", &handler{pool: pool})`,
    },
    holds: [{ module: 'github.com/jackc/pgx/v4' }, { module: 'github.com/jackc/pgx/v5' }],
    links: github('jackc/pgx#746'),
  },
  {
    id: '17',
    group: 'database',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'pgx context watcher that is let go late or never',
    where: 'in context watchers of pgx connections',
    match: [
      { top: ['github.com/jackc/pgx{v}/pgconn/internal/ctxwatch.(*ContextWatcher).Watch.func{n}'] },
      { top: ['github.com/jackc/pgx{v}/pgconn/ctxwatch.(*ContextWatcher).Watch.func{n}'] },
      { top: ['github.com/jackc/pgconn/internal/ctxwatch.(*ContextWatcher).Watch.func{n}'] },
      { top: ['github.com/jackc/pgx.(*Conn).contextHandler'] },
    ],
    why: 'A goroutine watches the context of each running query; where Unwatch came late or not at all it stayed.',
    fix: 'Upgrade pgx: Unwatch was mended.',
    holds: [
      { module: 'github.com/jackc/pgx/v5', until: 'v5.9.0' },
      { module: 'github.com/jackc/pgconn' },
      { module: 'github.com/jackc/pgx' },
    ],
    links: github('jackc/pgx#1999', 'jackc/pgx#2515'),
  },
  {
    id: '18',
    group: 'database',
    basis: 'stack-and-cause',
    class: 'transient',
    bound: 500,
    title: 'pgx health check that sleeps after each release',
    where: 'in the half second of sleep after a pgx connection was given back',
    match: [
      { any: ['time.Sleep', 'github.com/jackc/pgx{v}/pgxpool.(*Pool).triggerHealthCheck.func{n}'] },
      { any: ['time.Sleep', 'github.com/jackc/pgx{v}/pgxpool.(*Pool).triggerHealthCheck'] },
    ],
    why: 'Giving back a connection may start a goroutine that sleeps 500 ms before it wakes the health check.',
    fix: 'Nothing: they end by themselves; their number follows that of the queries.',
    whenGrowing: { fix: 'Look for the queries: they last longer, or come faster than the pool serves them.' },
    holds: [{ module: 'github.com/jackc/pgx/v4', from: 'v4.17.0' }, { module: 'github.com/jackc/pgx/v5' }],
    links: github('jackc/pgx#1641'),
  },
  {
    id: '19',
    group: 'database',
    basis: 'cause',
    class: 'background',
    bound: 4,
    title: 'A ClickHouse pool that does not wait for its health check',
    where: 'of ClickHouse pools that were closed too early or not at all',
    match: [{ any: ['github.com/ClickHouse/ch-go/chpool.(*Pool).backgroundHealthCheck'] }],
    why: 'Each pool runs a health check; Close returned without waiting for it.',
    fix: 'Upgrade ch-go; build one pool and share it.',
    holds: [{ module: 'github.com/ClickHouse/ch-go' }],
    links: github('ClickHouse/ch-go#1048'),
  },
]
