import { type CauseCase, POLL, stack } from '../stack.ts'

const GRPC = 'google.golang.org/grpc'
const TRANSPORT = `${GRPC}/internal/transport`
const ETCD = 'go.etcd.io/etcd/client/v3'
const ETCD_SERVER = 'go.etcd.io/etcd/server/v3/etcdserver/api/v3rpc'
const CACHE = 'k8s.io/client-go/tools/cache'
const STREAM_WATCHER = 'k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive'
const CONSUL_TEMPLATE = 'github.com/hashicorp/consul-template/dependency'
const VAULT = 'github.com/hashicorp/vault/vault'

export const RPC_CASES: readonly CauseCase[] = [
  {
    id: '31',
    matches: stack(`${GRPC}.(*ccBalancerWrapper).watcher`, { state: 'select' }),
    misses: stack(`${GRPC}.(*ccBalancerWrapper).close`),
  },
  {
    id: '32',
    matches: stack(`${GRPC}.(*addrConn).resetTransport`, { state: 'select' }),
    misses: stack(`${GRPC}.(*addrConn).connect`),
  },
  {
    id: '33',
    matches: stack(
      `${TRANSPORT}.(*controlBuffer).get < ${TRANSPORT}.(*loopyWriter).run < ${TRANSPORT}.NewHTTP2Client.func6`,
    ),
    misses: stack(
      `${TRANSPORT}.(*controlBuffer).get < ${TRANSPORT}.(*loopyWriter).run < ${TRANSPORT}.NewServerTransport.func2`,
    ),
  },
  {
    id: '34',
    matches: stack(`${GRPC}/internal/grpcsync.(*CallbackSerializer).run`, { state: 'chan receive' }),
    misses: stack(`main.onState < ${GRPC}/internal/grpcsync.(*CallbackSerializer).run`, { state: 'sleep' }),
  },
  {
    id: '35',
    matches: stack(`${GRPC}.(*ClientConn).lbWatcher`, { state: 'chan receive' }),
    misses: stack(`${GRPC}.DialContext < main.main`, { state: 'select' }),
  },
  {
    id: '36',
    matches: stack(`${TRANSPORT}.(*http2Server).keepalive`, { state: 'select' }),
    misses: stack(`${TRANSPORT}.(*http2Client).keepalive`, { state: 'select' }),
  },
  {
    id: '37',
    matches: stack(`sync.(*Mutex).Lock < ${GRPC}/internal/idle.(*Manager).handleIdleTimeout`),
    misses: stack(`${GRPC}/internal/idle.(*Manager).OnCallBegin < main.call`),
  },
  {
    id: '38',
    matches: stack('context.(*cancelCtx).propagateCancel.func2', { state: 'select' }),
    misses: stack('context.(*cancelCtx).propagateCancel < context.WithCancel < main.query'),
  },
  {
    id: '39',
    matches: stack(`${ETCD}.(*watchGrpcStream).serveSubstream`, { state: 'select' }),
    misses: stack(`${ETCD}.(*watcher).Watch < main.main`, { state: 'select' }),
  },
  {
    id: '40',
    matches: stack('github.com/coreos/etcd/clientv3.(*lessor).sendKeepAliveLoop', { state: 'select' }),
    misses: stack('github.com/coreos/etcd/clientv3.(*lessor).recvKeepAliveLoop', { state: 'select' }),
  },
  {
    id: '41',
    matches: stack(`${ETCD_SERVER}.(*serverWatchStream).sendLoop`, { state: 'select' }),
    misses: stack(`${ETCD_SERVER}.(*kvServer).Range`),
  },
  {
    id: '42',
    matches: stack(STREAM_WATCHER, { state: 'chan send' }),
    misses: stack(
      `${POLL} < k8s.io/apimachinery/pkg/runtime/serializer/streaming.(*decoder).Decode < ${STREAM_WATCHER}`,
    ),
  },
  {
    id: '43',
    matches: stack(
      `${CACHE}.(*Reflector).watchHandler < ${CACHE}.(*Reflector).ListAndWatch < k8s.io/apimachinery/pkg/util/wait.BackoffUntil`,
    ),
    misses: stack(`${CACHE}.(*sharedProcessor).run`, { state: 'chan receive' }),
  },
  {
    id: '44',
    matches: stack('example.com/operator/watch.(*poller).ResultChan.func1', { state: 'chan send' }),
    misses: stack('example.com/operator/watch.(*poller).fetch.func1', { state: 'chan send' }),
  },
  {
    id: '45',
    matches: stack('sync.(*Cond).Wait < k8s.io/client-go/tools/watch.(*ticketer).WaitForTicket'),
    misses: stack('sync.(*Cond).Wait < k8s.io/client-go/tools/cache.(*DeltaFIFO).Pop'),
  },
  {
    id: '46',
    matches: stack('example.com/jobs/runner.(*Job).WatchPods', { state: 'chan receive', ranged: 0 }),
    misses: stack('example.com/jobs/runner.(*Job).Watch', { state: 'chan receive', ranged: 0 }),
  },
  {
    id: '47',
    matches: stack('github.com/kelseyhightower/confd/backends/consul.(*ConsulClient).WatchPrefix.func1', {
      state: 'chan send',
    }),
    misses: stack('github.com/kelseyhightower/confd/backends/consul.(*ConsulClient).GetValues'),
  },
  {
    id: '48',
    matches: stack(
      'github.com/hashicorp/go-memdb.watchFew < github.com/hashicorp/go-memdb.WatchSet.WatchCtx < github.com/hashicorp/go-memdb.WatchSet.WatchCh.func1',
    ),
    misses: stack(
      'github.com/hashicorp/go-memdb.watchFew < github.com/hashicorp/go-memdb.WatchSet.WatchCtx < main.poll',
    ),
  },
  {
    id: '49',
    matches: stack('github.com/samuel/go-zookeeper/zk.(*Conn).sendLoop', { state: 'select' }),
    misses: stack('github.com/samuel/go-zookeeper/zk.(*Conn).request < main.get'),
  },
  {
    id: '50',
    matches: stack(`${VAULT}.expireLeaseStrategyRevoke.func1`, { state: 'select' }),
    misses: stack(`${VAULT}.expireLeaseStrategyRevoke`, { state: 'select' }),
  },
  {
    id: '51',
    matches: stack(`time.Sleep < ${CONSUL_TEMPLATE}.(*VaultPKIQuery).Fetch`, { state: 'sleep' }),
    misses: stack(`${CONSUL_TEMPLATE}.(*KVGetQuery).Fetch`, { state: 'select' }),
  },
]
