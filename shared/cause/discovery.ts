import type { Cause } from './cause.ts'
import { github } from './link.ts'
import type { StackPattern } from './stack-pattern.ts'
import { go, prose } from './text.ts'

const NACOS = 'github.com/nacos-group/nacos-sdk-go{v}'
const ZEROCONF = 'github.com/grandcat/zeroconf'

/** Service discovery and secrets: consul, ZooKeeper, Vault, Nacos, mDNS. */
export const DISCOVERY: readonly Cause[] = [
  {
    id: '47',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'Watcher of consul or ZooKeeper whose reader has returned',
    where: 'that send the answer of a consul or ZooKeeper watch to nobody',
    match: [
      ...['**/confd/backends', '**/confd/pkg/backends'].flatMap((path) => [
        { top: [`${path}/consul.(*ConsulClient).WatchPrefix.func{n}`] },
        { top: [`${path}/zookeeper.(*Client).watch`] },
      ]),
      ...['watchDir', 'watchKey'].map((method) => ({
        top: [`**/registry/zookeeper{v}.(*zookeeperWatcher).${method}`],
      })),
    ],
    why: 'The watch answers on an unbuffered channel; whoever asked had returned on a stop signal by then.',
    fix: 'Give the channel room for one answer, or send in a select with the stop channel.',
    snippet: {
      before: go`
        resp := make(chan answer)
        go func() { resp <- watch(prefix) }()
        select {
        case <-stop:
          return // nobody receives any more
        case a := <-resp:
          return a.index, a.err
        }`,
      after: go`
        resp := make(chan answer, 1)
        go func() { resp <- watch(prefix) }()
        select {
        case <-stop:
          return
        case a := <-resp:
          return a.index, a.err
        }`,
    },
    holds: [
      { module: 'github.com/kelseyhightower/confd' },
      { module: 'github.com/abtreece/confd', until: 'v0.40.0' },
    ],
    links: github('abtreece/confd#487', 'asim/nitro-plugins#383', 'kelseyhightower/confd#550'),
  },
  {
    id: '48',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'go-memdb WatchCh in a loop, with a context that lives on',
    where: 'that watch go-memdb for a loop that has gone on',
    match: [{ any: ['github.com/hashicorp/go-memdb.WatchSet.WatchCh.func{n}'] }],
    why: 'WatchCh starts a goroutine that ends when the data changes or its context does. Each turn of the loop adds one.',
    fix: 'Derive a context per iteration and cancel it.',
    snippet: {
      before: go`
        for {
          select {
          case <-ws.WatchCh(ctx):
          case <-ticker.C:
          }
        }`,
      after: go`
        for {
          turn, cancel := context.WithCancel(ctx)
          select {
          case <-ws.WatchCh(turn):
          case <-ticker.C:
          }
          cancel()
        }`,
    },
    holds: [{ module: 'github.com/hashicorp/go-memdb', from: 'v1.2.0' }],
    links: github('hashicorp/consul#14916'),
  },
  {
    id: '49',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'Prometheus keeps ZooKeeper discovery after a reload',
    where: 'of ZooKeeper connections that Prometheus kept after a reload',
    match: [
      { any: ['github.com/prometheus/prometheus/discovery/zookeeper.(*Discovery).Run'] },
      ...['loop', 'sendLoop', 'recvLoop'].map((method) => ({
        any: [`**/go-zookeeper/zk.(*Conn).${method}`],
      })),
    ],
    why: 'SIGHUP starts a new discovery and does not stop the old one with its connection.',
    fix: 'Upgrade Prometheus; until then restart instead of reloading.',
    holds: [{ module: 'github.com/prometheus/prometheus', from: 'v2.0.0', until: 'v2.11.0' }],
    links: github('prometheus/prometheus#5093'),
  },
  {
    id: '50',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'Vault lease revocation that waits for the shutdown',
    where: 'that wait for Vault to quit, one per revoked lease',
    match: [{ top: ['github.com/hashicorp/vault/vault.expireLeaseStrategyRevoke.func{n}'] }],
    why: 'A helper waits until Vault quits so as to cancel the revocation; it does not notice that the revocation is over.',
    fix: 'Upgrade Vault: the helper selects on its own context as well.',
    holds: [{ module: 'github.com/hashicorp/vault', from: 'v0.10.2', until: 'v0.11.4' }],
    links: github('hashicorp/vault#5505'),
  },
  {
    id: '51',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'consul-template asleep until a certificate nears its end',
    where: 'asleep until 90 % of the life of a certificate has passed',
    match: [
      { any: ['github.com/hashicorp/consul-template/dependency.(*VaultPKIQuery).Fetch'] },
      { any: ['time.Sleep', 'github.com/hashicorp/consul-template/dependency.(*VaultWriteQuery).Fetch'] },
    ],
    why: prose`
      A query for a certificate sleeps until 90 % of its life is over, 27 days of 30, and does not hear Stop. Each
      restart of the runner leaves the sleepers of the one before.`,
    fix: 'Use a consul-template whose sleep can be cancelled; until then find out why the runner restarts.',
    holds: [{ module: 'github.com/hashicorp/consul-template', from: 'v0.29.0' }],
    links: github('hashicorp/consul-template#2148'),
  },
  {
    id: '213',
    group: 'rpc',
    basis: 'cause',
    class: 'background',
    bound: 64,
    title: 'Nacos clients that nobody closed',
    where: 'of Nacos clients',
    match: [
      'clients/naming_client.(*HostReactor).asyncUpdateService',
      'clients/naming_client.(*PushReceiver).startServer.func{n}',
      'clients/naming_client/naming_http.(*PushReceiver).startServer.func{n}',
      'clients/naming_client.(*ServiceInfoUpdater).asyncUpdateService',
      'clients/config_client.(*ConfigClient).startInternal.func{n}',
      'common/remote/rpc.(*RpcClient).Start.func{n}',
      'common/nacos_server.(*NacosServer).initRefreshSrvIfNeed.func{n}',
      'clients/config_client.(*ConfigClient).delayScheduler',
      'clients/naming_client.(*BeatReactor).sendInstanceBeat',
      'clients/naming_client/naming_http.(*BeatReactor).sendInstanceBeat',
      'common/remote/rpc.(*GrpcClient).bindBiRequestStream.func{n}',
      'common/security.(*AuthClient).AutoRefresh.func{n}',
      'common/security.(*NacosAuthClient).AutoRefresh.func{n}',
      'common/security.(*SecurityProxy).AutoRefresh.func{n}',
    ].map((name) => ({ any: [`${NACOS}/${name}`] })),
    why: 'A naming or config client refreshes, receives and reconnects in goroutines of its own. CloseClient ends them; version 1 has none.',
    fix: 'Make one client per server and share it. Call CloseClient of nacos-sdk-go/v2 on each of the others, also after an error.',
    holds: [
      { module: 'github.com/nacos-group/nacos-sdk-go' },
      { module: 'github.com/nacos-group/nacos-sdk-go/v2' },
    ],
    links: github('nacos-group/nacos-sdk-go#522', 'nacos-group/nacos-sdk-go#515'),
  },
  {
    id: '214',
    group: 'rpc',
    basis: 'cause',
    class: 'background',
    bound: 16,
    title: 'mDNS servers of zeroconf that nobody shut down',
    where: 'of mDNS servers and browsers of zeroconf',
    match: [
      '(*Server).mainloop',
      '(*Server).recv4',
      '(*Server).recv6',
      '(*client).mainloop',
      '(*client).recv',
    ]
      .map(
        (method): StackPattern => ({
          any: [`${ZEROCONF}.${method}`],
          state: ['select', 'IO wait', 'chan send'],
        }),
      )
      .concat(
        { any: ['github.com/hashicorp/mdns.(*Server).recv'] },
        { any: ['github.com/hashicorp/mdns.(*client).recv'] },
      ),
    why: 'A Server listens on two sockets until Shutdown, a Browse until its context ends; one that sends an entry waits for its reader.',
    fix: 'Shutdown the server before the next Register; end the context of each Browse and read its entries until they are closed.',
    holds: [{ module: 'github.com/grandcat/zeroconf' }],
    links: github('enbility/ship-go#112', 'enbility/ship-go#69'),
  },
]
