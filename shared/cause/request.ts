import type { Cause } from './cause.ts'
import { github } from './link.ts'
import { go, prose } from './text.ts'

const any = (...names: readonly string[]) => names.map((name) => ({ any: [name] }))
const GRPC = 'google.golang.org/grpc'

/** Requests and streams of clients that are under way. */
export const REQUEST: readonly Cause[] = [
  {
    id: '176',
    group: 'http',
    basis: 'cause',
    class: 'capacity',
    bound: 256,
    title: 'HTTP/2 response body that is open, or an answer that has not come',
    where: 'of HTTP/2 requests whose response body is open',
    match: any(
      'golang.org/x/net/http2.(*clientStream).doRequest',
      'golang.org/x/net/http2.(*clientStream).writeRequest',
    ),
    why: prose`
      Each HTTP/2 request has a goroutine from its start until its response body was read to the end or closed, or its
      context has ended.`,
    fix: 'defer resp.Body.Close() right after the error of Do was looked at; set Client.Timeout, or a context with a deadline.',
    snippet: {
      before: go`
        resp, err := client.Do(req)
        if err != nil || resp.StatusCode != http.StatusOK {
          return err // the body stays open, and its stream with it
        }
        defer resp.Body.Close()`,
      after: go`
        resp, err := client.Do(req)
        if err != nil {
          return err
        }
        defer resp.Body.Close() // before any return`,
    },
    links: ['https://pkg.go.dev/net/http#Client.Do'],
  },
  {
    id: '179',
    group: 'http',
    basis: 'cause',
    class: 'leak',
    title: 'Request that waits for a connection',
    where: 'of requests that wait for a connection',
    match: [{ any: ['net/http.(*Transport).getConn'], wakes: false }],
    why: prose`
      MaxConnsPerHost connections are in use, most often by bodies that nobody closed; or the dial does not end.`,
    fix: 'Close response bodies on every path; set Client.Timeout and Dialer.Timeout; raise MaxConnsPerHost if that many are needed.',
    holds: [{ module: 'std' }],
    links: ['https://pkg.go.dev/net/http#Transport'],
  },
  {
    id: '185',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'gRPC message that its receiver does not read',
    where: 'of gRPC messages that wait for a receiver to read',
    match: any(
      `${GRPC}/transport.(*quotaPool).get`,
      `${GRPC}/transport.(*quotaPool).acquire`,
      `${GRPC}/internal/transport.(*writeQuota).get`,
      `${GRPC}/transport.(*writeQuota).get`,
    ).map((pattern) => ({ ...pattern, wakes: false })),
    why: prose`
      A stream sends no more than its receiver has room for. A receiver that neither reads on nor cancels, or that
      disappeared without closing, holds the sender.`,
    fix: 'Give each stream a deadline or cancel it; set keepalive.ServerParameters; read streams to their end. Use grpc v1.17.0 or newer.',
    links: github('grpc/grpc-go#1685', 'grpc/grpc-go#2110'),
  },
  {
    id: '186',
    group: 'rpc',
    basis: 'stack',
    class: 'capacity',
    bound: 256,
    title: 'gRPC calls and streams that wait for their server',
    where: 'of gRPC calls that wait for their server',
    match: any(
      `${GRPC}.(*clientStream).RecvMsg`,
      `${GRPC}.(*csAttempt).recvMsg`,
      `${GRPC}.(*clientStream).Header`,
      `${GRPC}/internal/transport.(*Stream).waitOnHeader`,
      `${GRPC}/internal/transport.(*ClientStream).waitOnHeader`,
      `${GRPC}/transport.(*Stream).waitOnHeader`,
    ),
    why: 'A call waits for its answer, and a subscription for its next message. Without a deadline, or a context that ends, it waits forever.',
    fix: 'Call under context.WithTimeout; cancel the context of a subscription when nobody wants its messages; set keepalive.ClientParameters.',
    links: ['https://grpc.io/docs/guides/deadlines/', ...github('seaweedfs/seaweedfs#2568')],
  },
  {
    id: '187',
    group: 'rpc',
    basis: 'cause',
    class: 'capacity',
    bound: 1_000,
    title: 'gRPC streams that clients keep open',
    where: 'of gRPC streams that clients keep open',
    match: any(`${GRPC}.(*serverStream).RecvMsg`),
    why: 'The handler of a stream waits for the next message of its client, for as long as the client and its connection live.',
    fix: 'Set MaxConnectionAge and keepalive.EnforcementPolicy; end the handler when stream.Context() ends.',
    links: ['https://pkg.go.dev/google.golang.org/grpc/keepalive#ServerParameters'],
  },
  {
    id: '190',
    group: 'http',
    basis: 'cause',
    class: 'background',
    bound: 32,
    title: 'A fasthttp client, dialer or file handler per use',
    where: 'of fasthttp clients that clean up after themselves',
    match: any(
      'github.com/valyala/fasthttp.(*HostClient).connsCleaner',
      'github.com/valyala/fasthttp.(*Client).mCleaner',
      'github.com/valyala/fasthttp.(*TCPDialer).tcpAddrsClean',
      'github.com/valyala/fasthttp.(*inMemoryCacheManager).handleCleanCache',
      'github.com/valyala/fasthttp.(*FS).initRequestHandler.func{n}',
      'github.com/valyala/fasthttp.(*pipelineConnClient).init.func{n}',
    ),
    why: 'Each host that a client talks to has a cleaner while it has connections. A client per request leaves one per request.',
    fix: 'Share one fasthttp.Client; CloseIdleConnections ends what a short-lived one leaves.',
    holds: [{ module: 'github.com/valyala/fasthttp' }],
    links: ['https://pkg.go.dev/github.com/valyala/fasthttp#Client'],
  },
]
