import type { Cause } from './cause.ts'
import { github } from './link.ts'
import { go, prose } from './text.ts'

const NEW = 'github.com/quic-go/quic-go'
/** Its path up to v0.31. */
const OLD = 'github.com/lucas-clemente/quic-go'
const PATHS = [NEW, OLD]
const STUCK = ['chan send', 'select', 'semacquire']
const inEach = (name: string) => PATHS.map((path) => `${path}${name}`)

/** QUIC by quic-go. */
export const QUIC: readonly Cause[] = [
  {
    id: '110',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'quic-go goroutine that reports to a connection which is gone',
    where: 'of quic-go that report to connections which are gone',
    match: [
      ...inEach('/internal/handshake.(*cryptoSetup).SendAlert').map((name) => ({ any: [name] })),
      ...inEach('/internal/handshake.(*cryptoSetup).RunHandshake.func{n}').map((name) => ({ top: [name] })),
      ...inEach('.(*baseServer).sendRetry').map((name) => ({ any: [name], state: STUCK })),
      ...inEach('.(*baseServer).handlePacketImpl').map((name) => ({ any: [name], state: ['chan send'] })),
      { top: [`${OLD}/internal/handshake.(*cryptoSetupClient).HandleCryptoStream.func{n}`] },
    ],
    why: 'In old versions a handshake or a server answered on a channel that a closed connection no longer read.',
    fix: 'Upgrade quic-go: these sends went in v0.37.0.',
    holds: PATHS.map((module) => ({ module, until: 'v0.37.0' })),
    links: github('quic-go/quic-go#953', 'libp2p/go-libp2p#2514'),
  },
  {
    id: '109',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'background',
    bound: 16,
    title: 'quic-go transports or connections that nobody closed',
    where: 'of quic-go transports and connections',
    match: [
      `${NEW}.(*Transport).listen`,
      `${NEW}.(*Transport).runSendQueue`,
      `${NEW}.(*baseServer).runSendQueue`,
      `${OLD}.(*client).listen`,
      `${OLD}.(*packetHandlerMap).listen`,
      ...inEach('.(*baseServer).run'),
      ...inEach('.(*sendQueue).Run'),
    ].map((name) => ({ any: [name] })),
    why: prose`
      Each Transport, and each Dial that makes its own, reads a UDP socket and has a queue for sending until Close. A
      UDP socket that is read has no deadline. A closed stream or connection does not close the transport.`,
    fix: 'Share one quic.Transport for all dials; close the connection with CloseWithError and the Transport at the end.',
    snippet: {
      before: go`
        conn, err := quic.DialAddr(ctx, addr, tlsConf, nil) // a socket and a transport per dial
        if err != nil {
          return err
        }
        stream, err := conn.OpenStreamSync(ctx)
        // …
        return stream.Close() // the connection lives on`,
      after: go`
        tr := &quic.Transport{Conn: udp} // once
        defer tr.Close()

        conn, err := tr.Dial(ctx, addr, tlsConf, nil)
        if err != nil {
          return err
        }
        defer conn.CloseWithError(0, "")`,
    },
    holds: [{ module: 'github.com/quic-go/quic-go' }, { module: 'github.com/lucas-clemente/quic-go' }],
    links: github(
      'libp2p/go-libp2p#2514',
      'quic-go/webtransport-go#98',
      'quic-go/quic-go#1457',
      'ansible/receptor#459',
    ),
  },
]
