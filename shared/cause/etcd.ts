import type { Cause } from './cause.ts'
import { github } from './link.ts'
import type { StackPattern } from './stack-pattern.ts'
import { go, prose } from './text.ts'

const CLIENT = 'go.etcd.io/etcd/client{v}'
/** Up to etcd 3.4, under several import paths. */
const OLD_CLIENT = '**/clientv3'
const client = (method: string): StackPattern[] =>
  [CLIENT, OLD_CLIENT].map((path) => ({ any: [`${path}.${method}`] }))

/** etcd, its client and its server. */
export const ETCD: readonly Cause[] = [
  {
    id: '39',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'capacity',
    bound: 100,
    title: 'etcd watches whose context is never cancelled',
    where: 'that serve etcd watches',
    match: ['serveSubstream', 'run'].flatMap((method) => [
      { any: [`${CLIENT}.(*watchGRPCStream).${method}`] },
      ...client(`(*watchGrpcStream).${method}`),
    ]),
    why: prose`
      Each Watch has a substream, and each context of its own a stream, until that context is cancelled. Leaving the
      loop over the channel ends neither.`,
    fix: 'Give each watch a context and cancel it when the loop is left; close the client at the end.',
    snippet: {
      before: go`
        for resp := range cli.Watch(context.Background(), key) {
          if found(resp) {
            return nil
          }
        }`,
      after: go`
        ctx, cancel := context.WithCancel(ctx)
        defer cancel()
        for resp := range cli.Watch(ctx, key) {
          if found(resp) {
            return nil
          }
        }`,
    },
    holds: [{ module: 'go.etcd.io/etcd/client/v3' }, { module: 'go.etcd.io/etcd' }],
    links: github('etcd-io/etcd#13610', 'etcd-io/etcd#6605', 'etcd-io/etcd#7573', 'etcd-io/etcd#6134'),
  },
  {
    id: '40',
    group: 'rpc',
    basis: 'cause',
    class: 'leak',
    title: 'etcd lease that keeps a loop per reconnect',
    where: 'that keep etcd leases alive',
    match: client('(*lessor).sendKeepAliveLoop'),
    why: 'Reconnecting started a new loop and left the old one, in versions of the time.',
    fix: 'Upgrade the etcd client.',
    holds: [{ module: 'github.com/coreos/etcd', until: 'v3.0.0' }],
    links: github('etcd-io/etcd#5200'),
  },
  {
    id: '210',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'background',
    bound: 64,
    title: 'etcd KeepAlive called again and again',
    where: 'that watch the contexts of etcd KeepAlive calls',
    match: client('(*lessor).keepAliveCtxCloser'),
    why: 'Each call of KeepAlive starts a goroutine that waits for the end of its context or of the lease; one call renews the lease until then.',
    fix: 'Call KeepAlive once per lease and read its channel, or KeepAliveOnce in a loop; cancel the context when the lease is given up.',
    holds: [{ module: 'go.etcd.io/etcd/client/v3' }, { module: 'go.etcd.io/etcd' }],
    links: github('etcd-io/etcd#11487', 'etcd-io/etcd#16200'),
  },
  {
    id: '41',
    group: 'rpc',
    basis: 'stack',
    class: 'capacity',
    bound: 1_000,
    title: 'Watch streams on an etcd server',
    where: 'that serve watch streams of an etcd server',
    match: [
      { any: ['**/etcdserver/api/v3rpc.(*watchServer).Watch'] },
      { any: ['**/etcdserver/api/v3rpc.(*serverWatchStream).sendLoop'] },
      { any: ['**/etcdserver/api/v3rpc.(*serverWatchStream).recvLoop'] },
    ],
    why: 'They follow the watches of the clients. Clients that go without cancelling, also behind a proxy, leave theirs.',
    fix: 'Upgrade the server, and cancel watches in the clients.',
    holds: [{ module: 'go.etcd.io/etcd/server/v3' }, { module: 'go.etcd.io/etcd' }],
    links: github('etcd-io/etcd#10009', 'etcd-io/etcd#18704'),
  },
]
