import type { Cause } from './cause.ts'
import { github } from './link.ts'
import type { StackPattern } from './stack-pattern.ts'
import { go, prose } from './text.ts'

/** In the spelling of Go 1.27; shared/signature/aliases/http2.ts knows the two others. */
const READ_LOOPS: readonly StackPattern[] = [
  { any: ['net/http/internal/http2.(*clientConnReadLoop).run'] },
  { any: ['net/http/internal/http2.(*ClientConn).readLoop'] },
]

/** HTTP/2 client connections, and those that a server holds open. */
export const HTTP2: readonly Cause[] = [
  {
    id: '6',
    group: 'http',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'An HTTP/2 client per use, without IdleConnTimeout',
    where: 'in HTTP/2 client connections',
    match: READ_LOOPS,
    why: prose`
      Every client with a transport of its own keeps a connection, and a read loop for it, until the peer or an idle
      timeout closes it. A dead peer is not noticed where nothing pings it.`,
    fix: 'Share one client; set IdleConnTimeout and ReadIdleTimeout of its transport.',
    snippet: {
      before: go`
        func push(cert tls.Certificate, note *apns2.Notification) (*apns2.Response, error) {
          return apns2.NewClient(cert).Production().Push(note) // a connection per push
        }`,
      after: go`
        client := &http.Client{Transport: &http2.Transport{
          IdleConnTimeout: 90 * time.Second,
          ReadIdleTimeout: 30 * time.Second, // a ping where nothing is read
        }}`,
    },
    holds: [{ module: 'std', from: 'go1.6' }, { module: 'golang.org/x/net' }],
    links: github('sideshow/apns2#238', 'golang/go#25759', 'golang/go#50027'),
  },
  {
    id: '8',
    group: 'http',
    basis: 'cause',
    class: 'leak',
    title: 'HTTP/2 connection kept after the server said GOAWAY',
    where: 'in HTTP/2 connections that the server has taken leave of',
    match: READ_LOOPS,
    answeredBy: '6',
    why: 'The client went on to hold a connection on which the server would serve no more requests.',
    fix: 'Upgrade Go or golang.org/x/net: the client closes it since.',
    holds: [
      { module: 'std', from: 'go1.6', until: 'go1.20' },
      { module: 'golang.org/x/net', until: 'v0.1.0' },
    ],
    links: github('golang/go#39752'),
  },
  {
    id: '7',
    group: 'http',
    basis: 'cause',
    class: 'leak',
    title: 'HTTP/2 request whose context never ends and whose body stays open',
    where: 'in HTTP/2 requests that wait to be cancelled',
    // Up to 2021; requests of later versions wait in (*clientStream).writeRequest.
    match: [{ top: ['golang.org/x/net/http2.awaitRequestCancel'] }],
    why: 'A goroutine per request waits until its context is done or its body has been read.',
    fix: 'Close the response body; cancel the context of the request when its answer was read.',
    snippet: {
      before: go`
        ctx, _ := context.WithCancel(parent) // cancel is thrown away
        resp, err := client.Do(req.WithContext(ctx))`,
      after: go`
        ctx, cancel := context.WithCancel(parent)
        defer cancel()
        resp, err := client.Do(req.WithContext(ctx))
        if err != nil {
          return err
        }
        defer resp.Body.Close()`,
    },
    holds: [
      { module: 'std', until: 'go1.16' },
      { module: 'golang.org/x/net', until: 'v0.1.0' },
    ],
    links: github('golang/go#24776'),
  },
  {
    id: '9',
    group: 'http',
    basis: 'stack-and-cause',
    class: 'capacity',
    bound: 1_000,
    title: 'HTTP server without time limits on its connections',
    where: 'in server connections that wait for a request or a handshake',
    match: [
      { any: ['net/http.(*connReader).Read', 'net/http.(*conn).readRequest'] },
      ...['Handshake', 'HandshakeContext', 'handshakeContext', 'serverHandshake'].map((method) => ({
        any: [`crypto/tls.(*Conn).${method}`, 'net/http.(*conn).serve'],
      })),
      // A server of one's own, behind a tls.Listener.
      { any: ['crypto/tls.(*Conn).serverHandshake'] },
      {
        any: ['net/http.(*connReader).Read', 'net/http.(*conn).serve'],
        none: ['net/http.serverHandler.ServeHTTP'],
      },
      // Of stacks that were cut: where a request begins, not in the chunks of its body.
      ...['bufio.(*Reader).Peek', 'bufio.(*Reader).ReadLine'].map((name) => ({
        any: ['net/http.(*connReader).Read', name],
        none: [
          'net/http.serverHandler.ServeHTTP',
          'net/http/internal.readChunkLine',
          'net/http.(*body).Read',
        ],
      })),
    ],
    why: prose`
      One goroutine a connection that is open and sends nothing: as many as there are clients that keep their
      connections. Without ReadHeaderTimeout and IdleTimeout the halves of connections whose clients are gone stay too.`,
    fix: 'Set ReadHeaderTimeout, ReadTimeout and IdleTimeout of http.Server; in an accept loop of your own, a deadline before Handshake.',
    snippet: {
      before: go`
        http.ListenAndServe(":8080", mux)`,
      after: go`
        server := &http.Server{
          Addr:              ":8080",
          Handler:           mux,
          ReadHeaderTimeout: 5 * time.Second,
          ReadTimeout:       30 * time.Second,
          IdleTimeout:       2 * time.Minute,
        }
        err := server.ListenAndServe()`,
    },
    holds: [{ module: 'std' }],
    links: [
      'https://pkg.go.dev/net/http#Server',
      ...github(
        'gebn/bmc_exporter#39',
        'hashicorp/horizon#29',
        'gravitational/teleport#2702',
        'golang/go#51614',
      ),
    ],
  },
]
