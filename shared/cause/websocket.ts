import type { Cause } from './cause.ts'
import { github } from './link.ts'
import { go, prose } from './text.ts'

const PATHS = ['github.com/coder/websocket', 'nhooyr.io/websocket']

/** Websockets by coder/websocket, once nhooyr.io/websocket. */
export const WEBSOCKET: readonly Cause[] = [
  {
    id: '125',
    group: 'system',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'Old nhooyr.io/websocket that waits for its own lock',
    where: 'of closed websockets that wait for their own lock',
    match: PATHS.map((path) => ({ any: [`${path}.(*mu).forceLock`] })),
    why: 'Close takes the locks of reader and writer, which in v1.8.3 to v1.8.6 somebody who had failed still held.',
    fix: 'Upgrade to github.com/coder/websocket v1.8.12 or newer; read until an error before Close, or call CloseNow.',
    holds: [
      { module: 'nhooyr.io/websocket', from: 'v1.8.3', until: 'v1.8.7' },
      { module: 'github.com/coder/websocket' },
    ],
    links: github('coder/websocket#205', 'coder/websocket#231'),
  },
  {
    id: '126',
    group: 'system',
    basis: 'stack-and-cause',
    class: 'capacity',
    bound: 1_000,
    title: 'Websocket that nobody closed',
    where: 'of open websockets',
    match: [
      ...PATHS.flatMap((path) => [
        { any: [`${path}.(*Conn).timeoutLoop`] },
        { any: [`${path}.(*Conn).CloseRead.func{n}`] },
      ]),
      { any: ['golang.org/x/net/websocket.(*Conn).Read'] },
      { any: ['net/http/httputil.switchProtocolCopier.copyFromBackend'] },
      { any: ['net/http/httputil.switchProtocolCopier.copyToBackend'] },
    ],
    why: prose`
      Each connection has a goroutine for its time limits until Close or CloseNow, and a reader until a message, an
      error or its context ends it. Their number follows the clients; one that disappeared without closing stays.`,
    fix: 'defer conn.CloseNow() right after Accept or Dial; read under a context that ends, and Ping from time to time.',
    snippet: {
      before: go`
        conn, err := websocket.Accept(w, r, nil)
        if err != nil {
          return
        }
        for msg := range out {
          if conn.Write(ctx, websocket.MessageText, msg) != nil {
            return // the connection is not closed
          }
        }`,
      after: go`
        conn, err := websocket.Accept(w, r, nil)
        if err != nil {
          return
        }
        defer conn.CloseNow()
        ctx := conn.CloseRead(r.Context())
        for msg := range out {
          if conn.Write(ctx, websocket.MessageText, msg) != nil {
            return
          }
        }`,
    },
    links: github('coder/websocket#445', 'openai/orchard#329'),
  },
]
