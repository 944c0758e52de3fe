import type { Cause } from './cause.ts'
import { github } from './link.ts'
import type { StackPattern } from './stack-pattern.ts'
import { go, prose } from './text.ts'

const GRPC = 'google.golang.org/grpc'
const READER: StackPattern = { any: [`${GRPC}/internal/transport.(*http2Client).reader`] }

/** Client and server both run a loopyWriter; the function around it tells whose it is. */
const WRITER: StackPattern = {
  any: [`${GRPC}/internal/transport.(*loopyWriter).run`],
  none: [
    `${GRPC}/internal/transport.NewServerTransport.func{n}`,
    `${GRPC}/internal/transport.newHTTP2Server.func{n}`,
  ],
}

/** What a connection has beside reader and writer, and what it had in older versions. */
const CLIENT_SIDE: readonly StackPattern[] = [
  { any: [`${GRPC}/internal/transport.(*http2Client).keepalive`] },
  { any: [`${GRPC}/transport.(*http2Client).keepalive`] },
  { any: [`${GRPC}/transport.(*http2Client).reader`] },
  { any: [`${GRPC}/transport.(*http2Client).controller`] },
]

const REUSE = {
  before: go`
    func check(ctx context.Context, addr string) error {
      conn, err := grpc.NewClient(addr, creds)
      if err != nil {
        return err
      }
      _, err = pb.NewHealthClient(conn).Check(ctx, req)
      return err // conn lives on
    }`,
  after: go`
    conn, err := grpc.NewClient(addr, creds) // once: a ClientConn serves any number of calls
    if err != nil {
      return err
    }
    defer conn.Close()
    health := pb.NewHealthClient(conn)`,
}

/** gRPC: a ClientConn has a handful of goroutines, whose names changed with the versions. */
export const GRPC_CAUSES: readonly Cause[] = [
  {
    id: '34',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'background',
    bound: 24,
    title: 'A gRPC ClientConn per call, never closed',
    where: 'of gRPC client connections that nobody closed',
    match: [
      { top: [`${GRPC}/internal/grpcsync.(*CallbackSerializer).run`] },
      { any: [`${GRPC}/internal/resolver/dns.(*dnsResolver).watcher`] },
    ],
    companions: [READER, WRITER],
    why: prose`
      A ClientConn runs three of these serializers, for its state, its resolver and its balancer, and each
      connection under it a reader and a writer, until Close.`,
    fix: 'Dial once, share the ClientConn, and close it at the end.',
    snippet: REUSE,
    holds: [{ module: GRPC, from: 'v1.55.0' }],
    links: github('grpc/grpc-go#6413'),
  },
  {
    id: '31',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'background',
    bound: 8,
    title: 'A gRPC ClientConn per call, seen in an older grpc-go',
    where: 'of gRPC client connections that nobody closed',
    match: [
      { any: [`${GRPC}.(*ccBalancerWrapper).watcher`] },
      { any: [`${GRPC}.(*ccResolverWrapper).watcher`] },
      { any: [`${GRPC}.(*ClientConn).scWatcher`] },
      { any: [`${GRPC}/internal/resolver/dns.(*dnsResolver).watcher`] },
      { any: [`${GRPC}/resolver/dns.(*dnsResolver).watcher`] },
      { any: [`${GRPC}/resolver/dns.(*ipResolver).watcher`] },
    ],
    companions: [READER, WRITER],
    why: 'Each ClientConn has a watcher for its balancer and one or two for its resolver until Close.',
    fix: 'Dial once, share the ClientConn, and close it at the end.',
    snippet: REUSE,
    holds: [{ module: GRPC, from: 'v1.7.0', until: 'v1.56.0' }],
    links: github('micro/go-grpc#23', 'grpc/grpc-go#5321', 'pingcap/br#5'),
  },
  {
    id: '32',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'background',
    bound: 16,
    title: 'gRPC connections that nobody closed go on to reconnect',
    where: 'that reconnect gRPC client connections',
    match: [
      { any: [`${GRPC}.(*addrConn).resetTransport`] },
      { any: [`${GRPC}.(*addrConn).resetTransportAndUnlock`] },
      { any: [`${GRPC}.(*addrConn).transportMonitor`] },
    ],
    why: 'Each address of a ClientConn has one, waiting for its connection to fail or for the next attempt.',
    fix: 'Dial once, share the ClientConn, and close it at the end.',
    snippet: REUSE,
    holds: [{ module: GRPC }],
    links: github('grpc/grpc-go#4180', 'micro/go-grpc#23'),
  },
  {
    id: '33',
    group: 'rpc',
    basis: 'stack',
    class: 'capacity',
    bound: 200,
    title: 'gRPC client connections',
    where: 'that read and write gRPC client connections',
    match: [READER, WRITER, ...CLIENT_SIDE],
    why: prose`
      One reader and one writer per connection to a server. Their number follows the servers; it grows where
      ClientConns are not closed, and in grpc-go 1.17 at each reconnect.`,
    fix: 'Close ClientConns that are done with; upgrade grpc-go.',
    snippet: REUSE,
    holds: [{ module: GRPC }],
    links: github('grpc/grpc-go#2507', 'grpc/grpc-go#4180'),
  },
  {
    id: '35',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'background',
    bound: 8,
    title: 'gRPC dial that timed out before the first address',
    where: 'that wait for a gRPC balancer whose dial timed out',
    match: [
      { top: [`${GRPC}.(*ClientConn).lbWatcher`] },
      { top: [`${GRPC}.DialContext.func{n}`], state: ['chan receive', 'chan send'] },
    ],
    why: 'Each ClientConn of an old grpc-go has a watcher of its load balancer. It is left behind where the dial gave up.',
    fix: 'Upgrade grpc-go.',
    holds: [{ module: GRPC, until: 'v1.6.0' }],
    links: github('grpc/grpc-go#1424'),
  },
  {
    id: '36',
    group: 'rpc',
    basis: 'stack',
    class: 'capacity',
    bound: 1_000,
    title: 'gRPC server connections',
    where: 'that keep gRPC server connections alive',
    match: [
      { top: [`${GRPC}/internal/transport.(*http2Server).keepalive`] },
      { top: [`${GRPC}/transport.(*http2Server).keepalive`] },
      { any: [`${GRPC}/internal/transport.NewServerTransport.func{n}`] },
      { any: [`${GRPC}/internal/transport.(*http2Server).HandleStreams`] },
      { any: [`${GRPC}/transport.(*http2Server).HandleStreams`] },
      { any: [`${GRPC}/transport.(*http2Server).controller`] },
    ],
    why: 'One of each for every client that is connected: the number follows the clients.',
    fix: prose`
      Compare with the number of connections. Where clients are gone, set MaxConnectionIdle and Time of
      keepalive.ServerParameters.`,
    holds: [{ module: GRPC }],
    links: [
      'https://pkg.go.dev/google.golang.org/grpc/keepalive#ServerParameters',
      'https://github.com/linuxerwang/goroutine-inspect',
    ],
  },
  {
    id: '37',
    group: 'rpc',
    basis: 'cause',
    class: 'leak',
    title: 'gRPC channel that does not come to rest after IdleTimeout',
    where: 'in the idleness manager of gRPC client connections',
    match: [
      { any: [`${GRPC}/internal/idle.(*Manager).handleIdleTimeout`] },
      { any: [`${GRPC}/internal/idle.(*manager).handleIdleTimeout`] },
    ],
    why: 'Entering idle mode left goroutines of the channel behind.',
    fix: 'Upgrade grpc-go.',
    holds: [{ module: GRPC, from: 'v1.58.0' }],
    links: github('grpc/grpc-go#8267'),
  },
]
