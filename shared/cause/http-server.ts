import type { Cause } from './cause.ts'
import { github } from './link.ts'
import { prose } from './text.ts'

const any = (...names: readonly string[]) => names.map((name) => ({ any: [name] }))

/** Servers: what there is one of per connection, request or stream. */
export const HTTP_SERVER: readonly Cause[] = [
  {
    id: '175',
    group: 'http',
    basis: 'stack',
    class: 'capacity',
    bound: 1_000,
    title: 'HTTP/2 connections of a server',
    where: 'of HTTP/2 connections that clients keep open',
    match: ['net/http.(*http2serverConn)', 'golang.org/x/net/http2.(*serverConn)'].flatMap((type) => [
      { top: [`${type}.serve`] },
      { any: [`${type}.readFrames`] },
    ]),
    why: prose`
      Two goroutines per connection that a client keeps open. A connection with a stream that has not ended, its
      handler still at work, is not idle, and IdleTimeout does not close it; a client that disappeared without
      closing holds its connection until a ping finds out.`,
    fix: 'Set IdleTimeout of http.Server, and ReadIdleTimeout of http2.Server; end handlers with r.Context().',
    holds: [{ module: 'std', from: 'go1.6' }],
    links: ['https://pkg.go.dev/golang.org/x/net/http2#Server', ...github('golang/go#28441')],
  },
  {
    id: '177',
    group: 'http',
    basis: 'stack',
    class: 'capacity',
    bound: 1_000,
    title: 'Requests whose handler has not returned',
    where: 'of requests whose handler has not returned',
    match: any('net/http.(*connReader).backgroundRead'),
    why: 'While a handler runs, its connection is watched for the end of the client. There is one per handler at work.',
    fix: 'Look at the goroutines below serverHandler.ServeHTTP: there is one per request. Let handlers end with r.Context(), and give what they call a deadline.',
    holds: [{ module: 'std', from: 'go1.8' }],
    links: github('gorilla/websocket#396'),
  },
  {
    id: '178',
    group: 'http',
    basis: 'cause',
    class: 'capacity',
    bound: 1_000,
    title: 'Answer that its client does not read',
    where: 'that write answers which their clients do not read',
    // Who waits for a lock on the way waits for another goroutine, not for the client.
    match: [
      { any: ['net/http.checkConnErrorWriter.Write'], none: ['sync.(*Mutex).Lock', 'sync.(*RWMutex).Lock'] },
    ],
    why: 'The connection is full and the client reads slowly, or is gone. Without WriteTimeout the write waits for the kernel to give up.',
    fix: 'Set WriteTimeout of http.Server; for streams, http.ResponseController.SetWriteDeadline before each write.',
    holds: [{ module: 'std' }],
    links: ['https://pkg.go.dev/net/http#Server'],
  },
  {
    id: '191',
    group: 'http',
    basis: 'cause',
    class: 'capacity',
    bound: 1_000,
    title: 'fasthttp server connections',
    where: 'of fasthttp server connections',
    match: any('github.com/valyala/fasthttp.(*workerPool).workerFunc'),
    why: 'A worker serves a connection for as long as it is open, and waits for a next one for ten seconds.',
    fix: 'Set ReadTimeout, WriteTimeout and IdleTimeout of fasthttp.Server.',
    holds: [{ module: 'github.com/valyala/fasthttp' }],
    links: ['https://pkg.go.dev/github.com/valyala/fasthttp#Server'],
  },
  {
    id: '193',
    group: 'rpc',
    basis: 'cause',
    class: 'capacity',
    bound: 256,
    title: 'net/rpc connections that nobody closed',
    where: 'of net/rpc connections',
    match: any(
      'net/rpc.(*Client).input',
      'net/rpc.(*Server).ServeCodec',
      'github.com/apache/thrift/lib/go/thrift.(*TSimpleServer).processRequests',
    ),
    why: 'Each connection has a goroutine on either side until the client closes it.',
    fix: 'Keep one client per server, or defer its Close; on the server, set deadlines on the net.Conn before it is served.',
    links: ['https://pkg.go.dev/net/rpc#Client.Close'],
  },
  {
    id: '204',
    group: 'rpc',
    basis: 'cause',
    class: 'capacity',
    bound: 2_000,
    title: 'Connections of a NATS server',
    where: 'of connections of a NATS server',
    match: any('**/nats-server{v}/server.(*client).readLoop', '**/nats-server{v}/server.(*client).writeLoop'),
    why: 'Two goroutines per connected client.',
    fix: 'Find clients that connect repeatedly without Close; set max_connections and ping_interval.',
    links: ['https://docs.nats.io/running-a-nats-service/configuration'],
  },
]
