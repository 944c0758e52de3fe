import type { Cause } from './cause.ts'
import { go, prose } from './text.ts'

/** Sockets that wait for whoever comes, and so never have a deadline. */
export const LISTENER: readonly Cause[] = [
  {
    id: '158',
    group: 'housekeeping',
    basis: 'cause',
    class: 'background',
    bound: 64,
    title: 'UDP, Unix and raw sockets that are read in a loop',
    where: 'that read packets from a socket',
    match: [
      ...['ReadFromUDP', 'ReadFromUDPAddrPort', 'ReadFrom', 'ReadMsgUDP', 'ReadMsgUDPAddrPort'].map(
        (method) => `net.(*UDPConn).${method}`,
      ),
      // What is left where a text was cut below them.
      ...['readFrom', 'readFromAddrPort', 'readMsg'].map((method) => `net.(*UDPConn).${method}`),
      ...['ReadFrom', 'ReadFromUnix', 'ReadMsgUnix'].map((method) => `net.(*UnixConn).${method}`),
      ...['ReadFrom', 'ReadFromIP', 'ReadMsgIP'].map((method) => `net.(*IPConn).${method}`),
      'golang.org/x/net/ipv4.(*payloadHandler).ReadFrom',
      'golang.org/x/net/ipv6.(*payloadHandler).ReadFrom',
      'golang.org/x/net/ipv4.(*packetHandler).ReadFrom',
      'golang.org/x/net/internal/socket.(*Conn).recvMsg',
      'golang.org/x/net/internal/socket.(*Conn).recvMsgs',
    ].map((name) => ({ any: [name] })),
    why: prose`
      A server of packets, such as DNS, QUIC or syslog, reads each of its sockets in a loop. It waits for whoever
      comes, so that it has no deadline.`,
    fix: 'Nothing if there is one per server socket.',
    whenGrowing: {
      why: 'The program opens a socket per peer or request and reads it until Close, and some code path does not call Close.',
      fix: 'Close the socket on every path; if you expect one answer, SetReadDeadline before the read.',
    },
    snippet: {
      before: go`
        conn, err := net.ListenUDP("udp", nil) // one a request
        if err != nil {
          return err
        }
        go receive(conn)
        return ask(conn, peer)`,
      after: go`
        conn, err := net.ListenUDP("udp", nil)
        if err != nil {
          return err
        }
        defer conn.Close()
        conn.SetReadDeadline(time.Now().Add(5 * time.Second))
        return ask(conn, peer)`,
    },
    holds: [{ module: 'std' }],
    links: ['https://pkg.go.dev/net#UDPConn', 'https://github.com/mysteriumnetwork/node/issues/2159'],
  },
]
