import { type CauseCase, POLL, stack } from '../stack.ts'

/** Clients, subscriptions and instances that last until somebody ends them. */
export const OPEN_CASES: readonly CauseCase[] = [
  {
    id: '217',
    matches: stack(
      'github.com/apache/rocketmq-client-go/v2/internal.(*rmqClient).Start.func1.2 < github.com/apache/rocketmq-client-go/v2/primitive.WithRecover',
      { state: 'select' },
    ),
    misses: stack('github.com/apache/rocketmq-client-go/v2/producer.(*defaultProducer).SendSync < main.send'),
  },
  {
    id: '218',
    matches: stack('github.com/rabbitmq/rabbitmq-stream-go-client/pkg/stream.(*Client).heartBeat.func1', {
      state: 'select',
    }),
    misses: stack('github.com/rabbitmq/rabbitmq-stream-go-client/pkg/stream.(*Producer).Send < main.send'),
  },
  {
    id: '219',
    matches: stack('github.com/eclipse/paho.golang/autopaho.NewConnection.func1', { state: 'select' }),
    misses: stack('github.com/eclipse/paho.golang/paho.(*Client).Publish < main.send'),
  },
  {
    id: '250',
    matches: stack(
      'sync.(*WaitGroup).Wait < github.com/eclipse/paho.golang/autopaho.NewConnection.func1.1 < github.com/eclipse/paho.golang/autopaho.NewConnection.func1',
      { state: 'sync.WaitGroup.Wait' },
    ),
    misses: stack('github.com/eclipse/paho.golang/autopaho.NewConnection.func1', { state: 'select' }),
  },
  {
    id: '220',
    matches: stack('github.com/jcmturner/gokrb5/v8/client.(*Client).enableAutoSessionRenewal.func1', {
      state: 'select',
    }),
    misses: stack('github.com/jcmturner/gokrb5/v8/client.(*Client).GetServiceTicket < main.login'),
  },
  {
    id: '221',
    matches: stack(`${POLL} < bufio.(*Reader).Read < github.com/sourcegraph/jsonrpc2.(*Conn).readMessages`, {
      state: 'IO wait',
    }),
    misses: stack('github.com/sourcegraph/jsonrpc2.(*Conn).Call < main.ask'),
  },
  {
    id: '222',
    matches: stack(
      'internal/poll.runtime_pollWait < net.(*UDPConn).ReadFrom < github.com/xtaci/kcp-go/v5.(*UDPSession).defaultReadLoop < github.com/xtaci/kcp-go/v5.(*UDPSession).readLoop',
      { state: 'IO wait' },
    ),
    misses: stack('github.com/xtaci/kcp-go/v5.(*UDPSession).Read < main.serve'),
  },
  {
    id: '223',
    matches: stack('golang.zx2c4.com/wireguard/device.(*Device).RoutineEncryption', {
      state: 'chan receive',
    }),
    misses: stack('golang.zx2c4.com/wireguard/device.(*Device).Close < main.stop'),
  },
  {
    id: '224',
    matches: stack(
      'github.com/hashicorp/raft.(*Raft).runFSM < github.com/hashicorp/raft.(*raftState).goFunc.func1',
      { state: 'select' },
    ),
    misses: stack('github.com/hashicorp/raft.(*Raft).Apply < main.put'),
  },
  {
    id: '225',
    matches: stack('github.com/ClickHouse/clickhouse-go/v2.(*clickhouse).startAutoCloseIdleConnections', {
      state: 'select',
    }),
    misses: stack('github.com/ClickHouse/clickhouse-go/v2.(*clickhouse).acquire < main.query'),
  },
  {
    id: '226',
    matches: stack(
      `${POLL} < bufio.(*Reader).Read < github.com/redis/rueidis.(*pipe)._backgroundRead < github.com/redis/rueidis.(*pipe)._background`,
      { state: 'IO wait' },
    ),
    misses: stack('github.com/redis/rueidis.(*singleClient).Do < main.get'),
  },
  {
    id: '227',
    matches: stack('github.com/tikv/client-go/v2/tikv.(*KVStore).runSafePointChecker', { state: 'select' }),
    misses: stack('github.com/tikv/client-go/v2/tikv.(*KVStore).Begin < main.put'),
  },
  {
    id: '228',
    matches: stack('cloud.google.com/go/spanner.(*healthChecker).worker', { state: 'chan receive' }),
    misses: stack('cloud.google.com/go/spanner.(*Client).Apply < main.put'),
  },
  {
    id: '229',
    matches: stack('cloud.google.com/go/storage.(*httpStorageClient).OpenWriter.func1', { state: 'select' }),
    misses: stack('cloud.google.com/go/storage.(*Writer).Write < main.put'),
  },
  {
    id: '230',
    matches: stack('github.com/elastic/go-elasticsearch/v8/esutil.(*worker).run.func1', {
      state: 'chan receive',
    }),
    misses: stack('github.com/elastic/go-elasticsearch/v8/esutil.(*bulkIndexer).Add < main.index'),
  },
  {
    id: '231',
    matches: stack('go.etcd.io/etcd/client/v3.(*lessor).deadlineLoop', { state: 'select' }),
    misses: stack('go.etcd.io/etcd/client/v3.(*lessor).Grant < main.register'),
  },
  {
    id: '232',
    matches: stack('github.com/uber-go/tally/v4.newRootScope.func1', { state: 'select' }),
    misses: stack('github.com/uber-go/tally/v4.(*scope).report < main.flush'),
  },
  {
    id: '233',
    matches: stack('github.com/openzipkin/zipkin-go/reporter/http.(*httpReporter).loop', { state: 'select' }),
    misses: stack('github.com/openzipkin/zipkin-go/reporter/http.(*httpReporter).Send < main.trace'),
  },
  {
    id: '234',
    matches: stack('github.com/posthog/posthog-go.(*client).loop', { state: 'select' }),
    misses: stack('github.com/posthog/posthog-go.(*client).Enqueue < main.track'),
  },
  {
    id: '235',
    matches: stack('github.com/open-policy-agent/opa/v1/download.(*Downloader).loop', { state: 'select' }),
    misses: stack('github.com/open-policy-agent/opa/v1/rego.(*Rego).Eval < main.allow'),
  },
  {
    id: '236',
    matches: stack('github.com/vishvananda/netlink.linkSubscribeAt.func1', { state: 'chan receive' }),
    misses: stack('github.com/vishvananda/netlink.(*Handle).LinkList < main.links'),
  },
  {
    id: '237',
    matches: stack('github.com/99designs/gqlgen/graphql/handler/transport.(*wsConnection).subscribe.func1', {
      state: 'select',
    }),
    misses: stack(
      'github.com/99designs/gqlgen/graphql/handler/transport.POST.Do < net/http.serverHandler.ServeHTTP < main.serve',
    ),
  },
  {
    id: '238',
    matches: stack('github.com/aws/aws-sdk-go-v2/service/kinesis.(*subscribeToShardEventStreamReader).pipe', {
      state: 'select',
    }),
    misses: stack('github.com/aws/aws-sdk-go-v2/service/kinesis.(*Client).PutRecord < main.put'),
  },
  {
    id: '239',
    matches: stack('github.com/hashicorp/consul/api.(*Session).RenewPeriodic', { state: 'select' }),
    misses: stack('github.com/hashicorp/consul/api.(*Session).Create < main.register'),
  },
  {
    id: '240',
    matches: stack('github.com/ThreeDotsLabs/watermill/pubsub/gochannel.(*GoChannel).Subscribe.func1', {
      state: 'select',
    }),
    misses: stack('github.com/ThreeDotsLabs/watermill/pubsub/gochannel.(*GoChannel).Publish < main.send'),
  },
  {
    id: '241',
    matches: stack('github.com/eapache/channels.(*InfiniteChannel).infiniteBuffer', { state: 'select' }),
    misses: stack('github.com/eapache/channels.(*InfiniteChannel).Len < main.size'),
  },
  {
    id: '242',
    matches: stack('gocloud.dev/runtimevar.(*Variable).background', { state: 'select' }),
    misses: stack('gocloud.dev/runtimevar.(*Variable).Latest < main.config'),
  },
  {
    id: '243',
    matches: stack('go.uber.org/cadence/internal.(*baseWorker).runTaskDispatcher', { state: 'select' }),
    misses: stack('go.uber.org/cadence/internal.(*baseWorker).Stop < main.stop'),
  },
  {
    id: '244',
    matches: stack('github.com/libp2p/go-libp2p/p2p/protocol/identify.(*idService).loop', {
      state: 'select',
    }),
    misses: stack('github.com/libp2p/go-libp2p/p2p/protocol/identify.(*idService).IdentifyWait < main.dial'),
  },
  {
    id: '245',
    matches: stack('github.com/chzyer/readline.(*CancelableStdin).ioloop', { state: 'chan receive' }),
    misses: stack('github.com/chzyer/readline.(*Instance).Readline < main.ask'),
  },
  {
    id: '246',
    matches: stack('github.com/cheggaaa/pb/v3.(*ProgressBar).writer', { state: 'select' }),
    misses: stack('github.com/cheggaaa/pb/v3.(*ProgressBar).Write < main.copy'),
  },
  {
    id: '247',
    matches: stack('github.com/klauspost/pgzip.(*Reader).doReadAhead.func1', { state: 'select' }),
    misses: stack('github.com/klauspost/pgzip.(*Writer).Write < main.pack'),
  },
  {
    id: '248',
    matches: stack('github.com/googollee/go-socket.io.(*Server).serveWrite', { state: 'select' }),
    misses: stack('github.com/googollee/go-socket.io.(*Server).BroadcastToRoom < main.send'),
  },
  {
    id: '249',
    matches: stack('sigs.k8s.io/controller-runtime/pkg/manager.(*runnableGroup).reconcile', {
      state: 'chan receive',
    }),
    misses: stack('sigs.k8s.io/controller-runtime/pkg/manager.(*controllerManager).Add < main.setUp'),
  },
]
