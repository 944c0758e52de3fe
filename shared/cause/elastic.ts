import type { Cause } from './cause.ts'
import { github } from './link.ts'
import { go, prose } from './text.ts'

/** gocql, and what it is called since it went to Apache. */
const GOCQL = ['github.com/gocql/gocql', 'github.com/apache/cassandra-gocql-driver{v}']
const PATHS = ['github.com/olivere/elastic{v}', 'gopkg.in/olivere/elastic{v}']

/** Elasticsearch, InfluxDB and Cassandra. */
export const ELASTIC: readonly Cause[] = [
  {
    id: '122',
    group: 'database',
    basis: 'stack-and-cause',
    class: 'background',
    bound: 4,
    title: 'An olivere/elastic client per call, never stopped',
    where: 'of olivere/elastic clients that nobody stopped',
    match: PATHS.flatMap((path) => [
      { any: [`${path}.(*Client).sniffer`] },
      { any: [`${path}.(*Client).healthchecker`] },
      { any: [`${path}.(*bulkWorker).work`] },
      { any: [`${path}.(*BulkProcessor).flusher`] },
    ]),
    why: 'NewClient starts a sniffer and a health checker, which run until Stop; a BulkProcessor has its workers until Close.',
    fix: prose`
      Make one client for the process and share it; Stop a short-lived one. NewSimpleClient starts
      neither. Close each BulkProcessor.`,
    snippet: {
      before: go`
        func search(ctx context.Context, q elastic.Query) (*elastic.SearchResult, error) {
          client, err := elastic.NewClient(elastic.SetURL(url)) // a sniffer and a health checker each
          if err != nil {
            return nil, err
          }
          return client.Search("shop").Query(q).Do(ctx)
        }`,
      after: go`
        client, err := elastic.NewClient(elastic.SetURL(url)) // once, in main
        if err != nil {
          return err
        }
        defer client.Stop()`,
    },
    holds: [
      { module: 'github.com/olivere/elastic/v7' },
      { module: 'github.com/olivere/elastic' },
      { module: 'gopkg.in/olivere/elastic.v5' },
    ],
    links: github(
      'olivere/elastic#1137',
      'olivere/elastic#543',
      'olivere/elastic#619',
      'olivere/elastic#260',
    ),
  },
  {
    id: '123',
    group: 'database',
    basis: 'cause',
    class: 'background',
    bound: 16,
    title: 'InfluxDB write APIs that nobody closed',
    where: 'of InfluxDB write APIs',
    match: ['(*WriteAPIImpl).bufferProc', '(*WriteAPIImpl).writeProc'].map((name) => ({
      any: [`github.com/influxdata/influxdb-client-go{v}/api.${name}`],
    })),
    why: 'Each WriteAPI has one goroutine for its buffer and one for writing, until the client is closed.',
    fix: 'Keep one client and one WriteAPI per bucket; call client.Close, which flushes.',
    holds: [{ module: 'github.com/influxdata/influxdb-client-go/v2' }],
    links: ['https://pkg.go.dev/github.com/influxdata/influxdb-client-go/v2#Client'],
  },
  {
    id: '124',
    group: 'database',
    basis: 'cause',
    class: 'capacity',
    bound: 512,
    title: 'gocql sessions that nobody closed',
    where: 'of gocql sessions and their connections',
    match: [
      '(*Conn).serve',
      '(*Conn).heartBeat',
      '(*controlConn).heartBeat',
      '(*writeCoalescer).writeFlusher',
      '(*eventDebouncer).flusher',
      '(*refreshDebouncer).flusher',
      '(*Session).reconnectDownedHosts',
    ].flatMap((name) => GOCQL.map((path) => ({ any: [`${path}.${name}`] }))),
    why: 'A session keeps some connections to each host, each with three goroutines, until Close.',
    fix: 'Make one Session for the process, share it, and close it at the end.',
    holds: [{ module: 'github.com/gocql/gocql' }, { module: 'github.com/apache/cassandra-gocql-driver/v2' }],
    links: ['https://pkg.go.dev/github.com/gocql/gocql#Session.Close'],
  },
]
