import type { Cause } from './cause.ts'
import { github } from './link.ts'
import { go, prose } from './text.ts'

/** Bodies of requests and responses end with their message. */
const HTTP_BODIES = ['net/http.(*body).Read', 'net/http.(*bodyEOFSignal).Read']

/** Sockets that the program reads itself, websockets among them. */
export const SOCKET: readonly Cause[] = [
  {
    id: '73',
    group: 'system',
    basis: 'stack-and-cause',
    class: 'capacity',
    bound: 1_000,
    title: 'Websocket pumps, one or two per client',
    where: 'that read or write websockets',
    match: [
      ...['**.readPump', '**.writePump', '**.readRoutine', '**.writeRoutine'].map((name) => ({
        any: [name],
      })),
      { any: ['github.com/gorilla/websocket.(*Conn).NextReader'] },
      { any: ['nhooyr.io/websocket.(*Conn).Reader'] },
      { any: ['github.com/coder/websocket.(*Conn).Reader'] },
    ],
    why: prose`
      Their number follows the clients. Without a deadline, the pumps of a client that disappeared without closing wait
      forever. A reader that sends to a writer that has returned waits in its send.`,
    fix: 'Set read and write deadlines, send pings, and send between the pumps in a select with the context.',
    snippet: {
      before: go`
        func (c *client) readPump() {
          for {
            _, msg, err := c.conn.ReadMessage()
            if err != nil {
              return
            }
            c.out <- msg // the writer may be gone
          }
        }`,
      after: go`
        func (c *client) readPump(ctx context.Context) {
          defer c.conn.Close()
          for {
            c.conn.SetReadDeadline(time.Now().Add(time.Minute))
            _, msg, err := c.conn.ReadMessage()
            if err != nil {
              return
            }
            select {
            case c.out <- msg:
            case <-ctx.Done():
              return
            }
          }
        }`,
    },
    holds: [
      { module: 'github.com/gorilla/websocket' },
      { module: 'github.com/coder/websocket' },
      { module: 'nhooyr.io/websocket' },
    ],
    links: github('sei-protocol/sei-chain#3664', 'zishang520/socket.io#156', 'kubestellar/console#7994'),
  },
  {
    id: '72',
    group: 'system',
    basis: 'stack',
    class: 'capacity',
    bound: 1_000,
    title: 'Read from a connection without a deadline',
    where: 'that read from connections without a deadline',
    match: [
      { any: ['**.waitMsg.func{n}', 'net.(*conn).Read'] },
      // Two directions of a proxy: each copies until its side is closed.
      ...['io.Copy', 'io.copyBuffer', 'io.CopyBuffer'].flatMap((copy) =>
        [
          'net.(*conn).Read',
          'net.(*TCPConn).ReadFrom',
          'net.(*TCPConn).WriteTo',
          'crypto/tls.(*Conn).Read',
        ].map((read) => ({ any: [copy, read], none: HTTP_BODIES })),
      ),
      // Somebody left out what stands below the copy.
      { top: ['io.Copy', 'io.copyBuffer', 'io.CopyBuffer'], state: ['IO wait'], none: HTTP_BODIES },
    ],
    why: prose`
      If the peer disappears without closing, as behind a NAT, the read and its goroutine wait forever. A proxy copies
      in two directions: if one ends, the other waits until its own connection is closed.`,
    fix: 'SetReadDeadline before each read; close both connections of a proxy as soon as one direction has ended.',
    snippet: {
      before: go`
        go func() {
          n, err := conn.Read(buf)
          got <- message{buf[:n], err}
        }()`,
      after: go`
        conn.SetReadDeadline(time.Now().Add(5 * time.Second))
        n, err := conn.Read(buf)`,
    },
    holds: [{ module: 'std' }],
    links: github('mysteriumnetwork/node#2159'),
  },
]
