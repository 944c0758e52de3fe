import type { Cause } from './cause.ts'
import { github } from './link.ts'
import { prose } from './text.ts'

/** Streams that share one connection: yamux and smux. */
export const MULTIPLEX: readonly Cause[] = [
  {
    id: '111',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'capacity',
    bound: 512,
    title: 'yamux streams or sessions whose peer has gone',
    where: 'of yamux sessions and streams',
    match: [
      ...[
        '(*Stream).Read',
        '(*Stream).Write',
        '(*Stream).write',
        '(*Session).keepalive',
        '(*Session).send',
        '(*Session).recv',
        '(*Session).recvLoop',
        '(*Session).AcceptStream',
        '(*Session).OpenStream',
        '(*Session).Close',
        '(*Session).waitForSendErr',
      ].map((method) => `**/yamux.${method}`),
      ...[
        '(*Stream).Read',
        '(*Stream).Write',
        '(*Stream).write',
        '(*Session).startKeepalive',
        '(*Session).startMeasureRTT',
        '(*Session).send',
        '(*Session).sendLoop',
        '(*Session).recv',
        '(*Session).recvLoop',
        '(*Session).AcceptStream',
        '(*Session).OpenStream',
        '(*Session).Close',
        '(*Session).close',
      ].map((method) => `github.com/libp2p/go-yamux{v}.${method}`),
    ].map((name) => ({ any: [name] })),
    why: prose`
      A session has three goroutines, and a stream that is read or written waits for its peer. A peer that
      disappeared without closing holds them if no deadline is set; keepalive, if enabled, ends the session. OpenStream
      waits while the peer accepts none of those that were opened before.`,
    fix: 'SetDeadline on streams, close each stream on both sides, keep EnableKeepAlive on, and close sessions that are done with.',
    holds: [
      { module: 'github.com/hashicorp/yamux' },
      { module: 'github.com/libp2p/go-yamux/v4' },
      { module: 'github.com/libp2p/go-yamux/v5' },
    ],
    links: github(
      'hashicorp/nomad#4604',
      'ipfs/kubo#2237',
      'ipfs/kubo#2823',
      'libp2p/go-yamux#129',
      'hashicorp/yamux#30',
    ),
  },
  {
    id: '112',
    group: 'rpc',
    basis: 'cause',
    class: 'capacity',
    bound: 256,
    title: 'smux sessions that nobody closed',
    where: 'of smux sessions',
    match: ['recvLoop', 'sendLoop', 'shaperLoop', 'keepalive'].map((method) => ({
      any: [`github.com/xtaci/smux.(*Session).${method}`],
    })),
    why: 'A session reads, sends, orders its frames and keeps itself alive in four goroutines until Close.',
    fix: 'Close each session, with its connection; set KeepAliveTimeout, so that a dead peer ends it.',
    holds: [{ module: 'github.com/xtaci/smux' }],
    links: ['https://pkg.go.dev/github.com/xtaci/smux#Session.Close'],
  },
]
