import { type CauseCase, POLL, stack } from '../stack.ts'

const GRPC = 'google.golang.org/grpc'
const SERVE = 'net/http.(*conn).serve'
const QUIC = 'github.com/quic-go/quic-go'
const PQ = 'github.com/lib/pq'
const MINIO = 'github.com/minio/minio-go/v7'
const LOCK = 'internal/sync.(*Mutex).lockSlow < internal/sync.(*Mutex).Lock < sync.(*Mutex).Lock'

/** Connections, requests and streams that are under way, and what helps them. */
export const UNDER_WAY_CASES: readonly CauseCase[] = [
  {
    id: '175',
    matches: stack(`net/http.(*http2serverConn).serve < net/http.(*http2Server).ServeConn < ${SERVE}`, {
      state: 'select',
    }),
    misses: stack('net/http.(*http2serverConn).processHeaders < net/http.(*http2serverConn).serve', {
      state: 'running',
    }),
  },
  {
    id: '176',
    matches: stack(
      'golang.org/x/net/http2.(*clientStream).writeRequest < golang.org/x/net/http2.(*clientStream).doRequest',
      { state: 'select' },
    ),
    misses: stack('golang.org/x/net/http2.(*clientStream).abortStream < main.fetch', { state: 'select' }),
  },
  {
    id: '177',
    matches: stack(`${POLL} < net/http.(*connReader).backgroundRead`, { state: 'IO wait' }),
    misses: stack(`${POLL} < net/http.(*connReader).Read`, { state: 'IO wait' }),
  },
  {
    id: '178',
    matches: stack(
      `internal/poll.runtime_pollWait < net.(*conn).Write < net/http.checkConnErrorWriter.Write < main.stream < net/http.serverHandler.ServeHTTP < ${SERVE}`,
      { state: 'IO wait' },
    ),
    misses: stack('sync.(*Mutex).Lock < main.(*tunnel).Write < net/http.checkConnErrorWriter.Write', {
      state: 'semacquire',
    }),
  },
  {
    id: '179',
    matches: stack('net/http.(*Transport).getConn < net/http.(*Transport).roundTrip < main.get', {
      state: 'select',
      waited: 1,
    }),
    misses: stack('net/http.(*Transport).getConn < net/http.(*Transport).roundTrip < main.get', {
      state: 'select',
      waited: 0,
    }),
  },
  {
    id: '180',
    matches: stack('sync.(*Mutex).Lock < log.(*Logger).output < log.Printf < main.answer', {
      state: 'sync.Mutex.Lock',
    }),
    misses: stack(`${LOCK} < example.com/shop/log.(*Store).keep < main.answer`, { state: 'sync.Mutex.Lock' }),
  },
  {
    id: '181',
    matches: stack(`${MINIO}.(*Client).GetObject.func1`, { state: 'chan receive', waited: 1 }),
    misses: stack(`${MINIO}.(*Client).GetObject`, { state: 'chan receive', waited: 1 }),
  },
  {
    id: '182',
    matches: stack(
      'github.com/containerd/ttrpc.(*Client).dispatch < github.com/containerd/ttrpc.(*Client).Call',
      { state: 'select', waited: 1 },
    ),
    misses: stack('github.com/containerd/ttrpc.(*Client).receiveLoop', { state: 'IO wait', waited: 1 }),
  },
  {
    id: '183',
    matches: stack('syscall.Open < os.OpenFile < github.com/containerd/fifo.openFifo.func2', {
      state: 'syscall',
    }),
    misses: stack('github.com/containerd/fifo.(*fifo).Close < main.stop', { state: 'select' }),
  },
  {
    id: '184',
    matches: stack(
      'github.com/hashicorp/go-memdb.watchFew < github.com/hashicorp/go-memdb.WatchSet.Watch < example.com/state.block',
      { state: 'select', waited: 1 },
    ),
    misses: stack('github.com/hashicorp/go-memdb.(*Txn).Commit < main.keep', { state: 'select' }),
  },
  {
    id: '185',
    matches: stack(`${GRPC}/internal/transport.(*writeQuota).get < ${GRPC}.(*serverStream).SendMsg`, {
      state: 'select',
      waited: 1,
    }),
    misses: stack(`${GRPC}/internal/transport.(*writeQuota).realReplenish`, { state: 'select', waited: 1 }),
  },
  {
    id: '186',
    matches: stack(
      `${GRPC}/internal/transport.(*recvBufferReader).readClient < ${GRPC}.(*csAttempt).recvMsg < ${GRPC}.(*clientStream).RecvMsg < main.watch`,
      { state: 'select' },
    ),
    misses: stack(`${GRPC}.(*clientStream).CloseSend < main.watch`, { state: 'select' }),
  },
  {
    id: '187',
    matches: stack(
      `${GRPC}/internal/transport.(*recvBufferReader).read < ${GRPC}.(*serverStream).RecvMsg < main.talk`,
      { state: 'select' },
    ),
    misses: stack(`${GRPC}.(*serverStream).SetHeader < main.talk`, { state: 'select' }),
  },
  {
    id: '188',
    matches: stack(`${PQ}.(*Listener).listenerConnLoop < ${PQ}.(*Listener).listenerMain`, {
      state: 'chan receive',
    }),
    misses: stack(`${PQ}.(*Listener).Ping < main.look`, { state: 'chan receive' }),
  },
  {
    id: '189',
    matches: stack('github.com/microsoft/go-mssqldb.processSingleResponse', { state: 'chan send' }),
    misses: stack('github.com/microsoft/go-mssqldb.(*Stmt).sendQuery < main.ask', { state: 'select' }),
  },
  {
    id: '190',
    matches: stack('time.Sleep < github.com/valyala/fasthttp.(*HostClient).connsCleaner', { state: 'sleep' }),
    misses: stack('github.com/valyala/fasthttp.(*HostClient).Do < main.get', { state: 'select' }),
  },
  {
    id: '191',
    matches: stack('github.com/valyala/fasthttp.(*workerPool).workerFunc', { state: 'chan receive' }),
    misses: stack('github.com/valyala/fasthttp.(*workerPool).clean', { state: 'sleep' }),
  },
  {
    id: '192',
    matches: stack('github.com/chromedp/chromedp.(*Browser).run', { state: 'select', waited: 1 }),
    misses: stack('github.com/chromedp/chromedp.Run < main.shoot', { state: 'select', waited: 1 }),
  },
  {
    id: '193',
    matches: stack(`${POLL} < encoding/gob.(*Decoder).Decode < net/rpc.(*Client).input`, {
      state: 'IO wait',
    }),
    misses: stack('net/rpc.(*Client).Call < main.ask', { state: 'chan receive' }),
  },
  {
    id: '194',
    matches: stack('github.com/moby/spdystream.(*idleAwareFramer).monitor', { state: 'select' }),
    misses: stack('github.com/moby/spdystream.(*Stream).Wait < main.exec', { state: 'select' }),
  },
  {
    id: '195',
    matches: stack('k8s.io/apimachinery/pkg/util/wait.poller.func1.1', { state: 'select', waited: 1 }),
    misses: stack('k8s.io/apimachinery/pkg/util/wait.BackoffUntil < main.work', { state: 'select' }),
  },
  {
    id: '196',
    matches: stack('io.ReadFull < github.com/pkg/sftp.(*clientConn).recv', {
      state: 'sync.Cond.Wait',
    }),
    misses: stack('github.com/pkg/sftp.(*Client).Open < main.get', { state: 'chan receive' }),
  },
  {
    id: '197',
    matches: stack('github.com/blevesearch/bleve/v2/index/scorch.(*Scorch).persisterLoop', {
      state: 'select',
    }),
    misses: stack('github.com/blevesearch/bleve/v2/index/scorch.(*Scorch).Batch < main.put', {
      state: 'select',
    }),
  },
  {
    id: '198',
    matches: stack('github.com/libp2p/go-libp2p-pubsub.(*PubSub).handleNewStream', { state: 'select' }),
    misses: stack('github.com/libp2p/go-libp2p-pubsub.(*PubSub).processLoop', { state: 'select' }),
  },
  {
    id: '199',
    matches: stack('github.com/ethereum/go-ethereum/rpc.(*Client).dispatch', { state: 'select' }),
    misses: stack('github.com/ethereum/go-ethereum/rpc.(*Client).CallContext < main.ask', {
      state: 'select',
    }),
  },
  {
    id: '200',
    matches: stack('pack.ag/amqp.(*Session).mux', { state: 'select' }),
    misses: stack('pack.ag/amqp.(*Sender).Send < main.put', { state: 'select' }),
  },
  {
    id: '201',
    matches: stack('github.com/segmentio/kafka-go.(*partitionWriter).writeBatches', {
      state: 'sync.Cond.Wait',
    }),
    misses: stack('github.com/segmentio/kafka-go.(*Writer).WriteMessages < main.put', { state: 'select' }),
  },
  {
    id: '202',
    matches: stack(
      'internal/poll.runtime_pollWait < os.(*File).Read < io.Copy < os/exec.(*Cmd).writerDescriptor.func1',
      { state: 'IO wait' },
    ),
    misses: stack('internal/poll.runtime_pollWait < os.(*File).Read < main.tail', { state: 'IO wait' }),
  },
  {
    id: '203',
    matches: stack(`${QUIC}.(*Conn).run`, { state: 'select' }),
    misses: stack(`${QUIC}.(*Conn).OpenStreamSync < main.ask`, { state: 'select' }),
  },
  {
    id: '204',
    matches: stack(`${POLL} < github.com/nats-io/nats-server/v2/server.(*client).readLoop`, {
      state: 'IO wait',
    }),
    misses: stack('github.com/nats-io/nats-server/v2/server.(*Server).Start', { state: 'select' }),
  },
  {
    id: '205',
    matches: stack('github.com/cenkalti/backoff/v4.(*Ticker).run', { state: 'select' }),
    misses: stack('github.com/cenkalti/backoff/v4.RetryNotify < main.ask', { state: 'select' }),
  },
  {
    id: '206',
    matches: stack('github.com/hashicorp/vault/api.(*LifetimeWatcher).doRenewWithOptions', {
      state: 'select',
      waited: 1,
    }),
    misses: stack('github.com/hashicorp/vault/api.(*Client).RawRequest < main.ask', { state: 'select' }),
  },
  {
    id: '208',
    matches: stack('github.com/google/cadvisor/manager.(*containerData).housekeeping', { state: 'select' }),
    misses: stack('github.com/google/cadvisor/manager.(*manager).globalHousekeeping', { state: 'select' }),
  },
  {
    id: '207',
    matches: stack('github.com/rabbitmq/amqp091-go.(*consumers).buffer', { state: 'select' }),
    misses: stack('github.com/rabbitmq/amqp091-go.(*consumers).close < main.stop', { state: 'select' }),
  },
]
