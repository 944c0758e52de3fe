import type { Cause } from './cause.ts'
import { github } from './link.ts'
import { go, prose } from './text.ts'

const SSH = 'golang.org/x/crypto/ssh'

/** SSH by golang.org/x/crypto. */
export const SSH_CAUSES: readonly Cause[] = [
  {
    id: '114',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'capacity',
    bound: 256,
    title: 'SSH channel whose requests nobody ends',
    where: 'that discard requests of SSH channels or connections',
    match: [{ any: [`${SSH}.DiscardRequests`] }],
    why: prose`
      DiscardRequests reads until the channel of requests is closed, which Close of the SSH channel, or of its
      connection, brings about. A server that forgets a connection which died early keeps it.`,
    fix: 'Close each ssh.Channel and ssh.Conn on every path, also where the client left first; set deadlines on the net.Conn.',
    holds: [{ module: 'golang.org/x/crypto' }],
    links: github('golang/go#16287', 'gravitational/teleport#36513'),
  },
  {
    id: '113',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'background',
    bound: 96,
    title: 'SSH client that nobody closed',
    where: 'of SSH connections',
    match: [
      '(*mux).loop',
      '(*handshakeTransport).readLoop',
      '(*handshakeTransport).kexLoop',
      '(*Client).handleGlobalRequests',
      '(*Client).handleChannelOpens',
      'NewClient.func{n}',
      '(*forwardList).handleChannels',
      '(*Client).HandleChannelOpen',
    ].map((name) => ({ any: [`${SSH}.${name}`] })),
    why: prose`
      A client has six goroutines and a connection until Close. Closing the Session does not close the Client, and
      an error between Dial and the end of the work often skips it.`,
    fix: 'defer client.Close() right after Dial. Set a deadline on the net.Conn, since a peer that is gone sends nothing.',
    snippet: {
      before: go`
        client, err := ssh.Dial("tcp", addr, config)
        if err != nil {
          return err
        }
        session, err := client.NewSession()
        if err != nil {
          return err // the client stays connected
        }
        defer session.Close()`,
      after: go`
        client, err := ssh.Dial("tcp", addr, config)
        if err != nil {
          return err
        }
        defer client.Close()
        session, err := client.NewSession()
        if err != nil {
          return err
        }
        defer session.Close()`,
    },
    holds: [{ module: 'golang.org/x/crypto' }],
    links: github(
      'golang/go#47541',
      'kubernetes/kubernetes#33472',
      'KohlsTechnology/git2consul-go#50',
      'appleboy/easyssh-proxy#52',
    ),
  },
]
