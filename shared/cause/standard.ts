import type { Cause } from './cause.ts'
import { github } from './link.ts'
import { go, prose } from './text.ts'

const any = (...names: readonly string[]) => names.map((name) => ({ any: [name] }))

/** Goroutines that the standard library and its neighbours start for a call, and that end with it. */
export const STANDARD: readonly Cause[] = [
  {
    id: '159',
    group: 'http',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'TLS handshake without a time limit',
    where: 'in TLS handshakes that do not come to their end',
    match: [
      ...any('net/http.(*persistConn).addTLS', 'net/http.(*persistConn).addTLS.func{n}'),
      { any: ['crypto/tls.(*Conn).clientHandshake'] },
    ],
    why: prose`
      The connection is up, and the peer, or what stands between, says nothing more. A Transport of one's own has no
      TLSHandshakeTimeout, and a tls.Client none at all.`,
    fix: 'Set TLSHandshakeTimeout of the Transport; use HandshakeContext, or a deadline on the net.Conn, elsewhere.',
    snippet: {
      before: go`
        transport := &http.Transport{TLSClientConfig: config} // no time limits`,
      after: go`
        transport := http.DefaultTransport.(*http.Transport).Clone() // 10 s for a handshake
        transport.TLSClientConfig = config`,
    },
    holds: [{ module: 'std' }],
    links: ['https://pkg.go.dev/net/http#Transport', ...github('prometheus/prometheus#5394')],
  },
  {
    id: '160',
    group: 'http',
    basis: 'cause',
    class: 'capacity',
    bound: 256,
    title: 'Dials and name look-ups under way',
    where: 'that connect or look up names',
    match: any(
      'net/http.(*Transport).dialConnFor',
      'net/http.(*Transport).startDialConnForLocked',
      'net.(*sysDialer).dialSerial',
      'net.(*netFD).connect',
      'net.(*Resolver).lookupIPAddr.func{n}',
      'net.(*Resolver).goLookupIPCNAMEOrder.func{n}',
      'net.cgoLookupIP',
      'net.doBlockingWithCtx[...]',
      'net.doBlockingWithCtx[...].func{n}',
    ),
    why: 'A connect waits for its peer, and a look-up for a name server, for as long as their time limits allow.',
    fix: 'Set Dialer.Timeout, and Client.Timeout or a deadline; look after the name server or the peer that does not answer.',
    holds: [{ module: 'std' }],
    links: ['https://pkg.go.dev/net#Dialer'],
  },
  {
    id: '162',
    group: 'http',
    basis: 'cause',
    class: 'leak',
    title: 'HTTP/2 request that waits for its answer without a time limit',
    where: 'in HTTP/2 calls that wait for an answer without a time limit',
    match: [
      // The goroutine of the stream (doRequest) also waits where the answer came and its body is open.
      ...any(
        'golang.org/x/net/http2.(*ClientConn).RoundTrip',
        'golang.org/x/net/http2.(*ClientConn).roundTrip',
        'net/http.(*http2ClientConn).RoundTrip',
        'net/http.(*http2ClientConn).roundTrip',
        'net/http.http2transportResponseBody.Read',
        'golang.org/x/net/http2.transportResponseBody.Read',
      ).map((pattern) => ({ ...pattern, wakes: false })),
    ],
    why: 'The server takes the request and does not answer. http.Client has no time limit of its own.',
    fix: 'Set Client.Timeout, or give each request a context with a deadline; set ReadIdleTimeout of the http2.Transport.',
    links: ['https://pkg.go.dev/net/http#Client', 'https://pkg.go.dev/golang.org/x/net/http2#Transport'],
  },
  {
    id: '164',
    group: 'database',
    basis: 'cause',
    class: 'leak',
    title: 'Wait for a connection of a full database pool',
    where: 'that wait for a connection of a database pool',
    match: [
      { top: ['database/sql.(*DB).conn'], state: ['select'] },
      // Below initResourceValue it has room, and waits for a new connection to be made.
      {
        any: ['github.com/jackc/puddle{v}.(*Pool[...]).acquire'],
        none: ['github.com/jackc/puddle{v}.(*Pool[...]).initResourceValue'],
      },
      { any: ['github.com/jackc/puddle{v}.(*Pool).Acquire'] },
      { any: ['**/internal/pool.(*ConnPool).waitTurn'] },
      { any: ['go.mongodb.org/mongo-driver{v}/x/mongo/driver/topology.(*pool).checkOut'] },
      { any: ['github.com/gomodule/redigo/redis.(*Pool).waitVacantConn'] },
    ],
    why: prose`
      All connections that the pool may have are in use: rows, transactions or connections that nobody closed keep
      them, or there are more queries than MaxOpenConns.`,
    fix: 'Close rows and end each transaction on every path; query under a deadline; then set the size of the pool.',
    snippet: {
      before: go`
        tx, err := db.BeginTx(ctx, nil)
        if err != nil {
          return err
        }
        if _, err := tx.ExecContext(ctx, stmt); err != nil {
          return err // the connection stays with tx
        }
        return tx.Commit()`,
      after: go`
        tx, err := db.BeginTx(ctx, nil)
        if err != nil {
          return err
        }
        defer tx.Rollback() // does nothing after Commit
        if _, err := tx.ExecContext(ctx, stmt); err != nil {
          return err
        }
        return tx.Commit()`,
    },
    links: ['https://pkg.go.dev/database/sql#DB.SetMaxOpenConns'],
  },
]
