import type { Cause } from './cause.ts'
import { github } from './link.ts'
import { prose } from './text.ts'

const any = (...names: readonly string[]) => names.map((name) => ({ any: [name] }))

/** Drivers and stores that run goroutines beside those of database/sql. */
export const DRIVER: readonly Cause[] = [
  {
    id: '188',
    group: 'database',
    basis: 'cause',
    class: 'background',
    bound: 64,
    title: 'Listeners of lib/pq that nobody closed, or queries that do not end',
    where: 'of lib/pq listeners and queries',
    match: any(
      'github.com/lib/pq.(*conn).watchCancel.func{n}',
      'github.com/lib/pq.(*stmt).watchCancel.func{n}',
      'github.com/lib/pq.(*copyin).resploop',
      'github.com/lib/pq.(*ListenerConn).listenerConnLoop',
      'github.com/lib/pq.(*ListenerConn).listenerConnMain',
      'github.com/lib/pq.(*Listener).listenerMain',
      'github.com/lib/pq.(*Listener).listenerConnLoop',
    ),
    why: 'A Listener has two goroutines until Close; each query under a context has one until its rows are closed.',
    fix: 'Make one Listener for the process and Close it; defer rows.Close(), and end each transaction.',
    links: ['https://pkg.go.dev/github.com/lib/pq#Listener.Close'],
  },
  {
    id: '189',
    group: 'database',
    basis: 'cause',
    class: 'capacity',
    bound: 256,
    title: 'Queries of SQL Server that were not read to their end',
    where: 'that read answers of SQL Server',
    match: any(
      'github.com/denisenkom/go-mssqldb.processSingleResponse',
      'github.com/microsoft/go-mssqldb.processSingleResponse',
      'github.com/microsoft/go-mssqldb.tokenProcessor.nextToken.func{n}',
    ),
    why: 'Each query has a goroutine that reads its answer and hands it on. It stays if nobody takes the rest of the rows.',
    fix: 'defer rows.Close() right after the error of Query was looked at, and query under a context with a deadline.',
    links: ['https://pkg.go.dev/github.com/microsoft/go-mssqldb'],
  },
  {
    id: '197',
    group: 'database',
    basis: 'cause',
    class: 'background',
    bound: 64,
    title: 'Background work of an open Pebble, Bleve or BuntDB',
    where: 'of open Pebble or BuntDB stores or Bleve indexes',
    match: any(
      'github.com/cockroachdb/pebble{v}.(*tableCacheShard).releaseLoop',
      'github.com/blevesearch/bleve{v}/index/scorch.(*Scorch).introducerLoop',
      'github.com/blevesearch/bleve{v}/index/scorch.(*Scorch).persisterLoop',
      'github.com/blevesearch/bleve{v}/index/scorch.(*Scorch).mergerLoop',
      'github.com/blevesearch/bleve_index_api.AnalysisWorker',
      'github.com/cockroachdb/pebble{v}/vfs.(*diskHealthCheckingFile).startTicker.func{n}',
      'github.com/cockroachdb/pebble{v}/vfs.(*diskHealthCheckingFS).startTickerLocked.func{n}',
      'github.com/cockroachdb/pebble{v}.openCleanupManager.func{n}',
      'github.com/tidwall/buntdb.(*DB).backgroundManager',
    ),
    why: 'Each open store or index has some goroutines until Close.',
    fix: 'Open each once and share it; Close each short-lived one.',
    links: ['https://pkg.go.dev/github.com/cockroachdb/pebble#DB.Close'],
  },
  {
    id: '184',
    group: 'rpc',
    basis: 'stack',
    class: 'capacity',
    bound: 10_000,
    title: 'Blocking queries of Consul and Nomad',
    where: 'of blocking queries that wait for a change',
    match: any('**/go-memdb.watchFew', '**/go-memdb.WatchSet.watchMany', '**/go-memdb.WatchSet.WatchCtx'),
    why: prose`
      Each blocking query of a client waits on the server until something changes or its time is over, with an
      extra goroutine per 32 things that it watches. Their number follows the queries of the clients.`,
    fix: 'Find who asks: clients that query wide prefixes, or start a watch again without ending the last one. Bound them with limits of http_max_conns_per_client.',
    links: github('hashicorp/consul#4140'),
  },
  {
    id: '206',
    group: 'rpc',
    basis: 'cause',
    class: 'background',
    bound: 16,
    title: 'Vault watchers that renew and nobody stopped',
    where: 'of Vault watchers that renew leases or tokens',
    match: any(
      'github.com/hashicorp/vault/api.(*LifetimeWatcher).doRenewWithOptions',
      'github.com/hashicorp/vault/api.(*Renewer).renewAuth',
      'github.com/hashicorp/vault/api.(*Renewer).renewLease',
    ),
    why: 'A LifetimeWatcher renews until Stop, or until its lease cannot be renewed any more. One per login or secret piles up.',
    fix: 'Keep one watcher per secret and call Stop, on every path, before another one is made.',
    links: ['https://pkg.go.dev/github.com/hashicorp/vault/api#LifetimeWatcher'],
  },
]
