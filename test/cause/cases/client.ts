import { type CauseCase, POLL, stack } from '../stack.ts'

const PROM = 'github.com/prometheus/client_golang/prometheus'
const ELASTIC = 'github.com/olivere/elastic'
const STATSD = 'github.com/DataDog/datadog-go/v5/statsd'
const ANTS = 'github.com/panjf2000/ants/v2'
const LRU = 'github.com/hashicorp/golang-lru/v2/expirable'

/** Clients, caches, pools and schedulers of which there should be one. */
export const CLIENT_CASES: readonly CauseCase[] = [
  {
    id: '122',
    matches: stack(`${ELASTIC}.(*Client).sniffer`, { state: 'select' }),
    misses: stack(`${ELASTIC}.(*SearchService).Do < main.search`, { state: 'select' }),
  },
  {
    id: '123',
    matches: stack('github.com/influxdata/influxdb-client-go/v2/api.(*WriteAPIImpl).bufferProc', {
      state: 'select',
    }),
    misses: stack('github.com/influxdata/influxdb-client-go/v2/api.(*WriteAPIImpl).Flush < main.stop'),
  },
  {
    id: '124',
    matches: stack(`${POLL} < bufio.(*Reader).Read < github.com/gocql/gocql.(*Conn).serve`, {
      state: 'IO wait',
    }),
    misses: stack('github.com/gocql/gocql.(*Conn).exec < main.query', { state: 'select' }),
  },
  {
    id: '127',
    matches: stack('go.opentelemetry.io/otel/sdk/trace.(*batchSpanProcessor).processQueue', {
      state: 'select',
    }),
    misses: stack('go.opentelemetry.io/otel/sdk/trace.(*batchSpanProcessor).ForceFlush < main.flush'),
  },
  {
    id: '216',
    matches: stack('github.com/SkyAPM/go2sky.newSegmentRoot.func1', { state: 'select' }),
    misses: stack('github.com/SkyAPM/go2sky.(*rootSegmentSpan).End.func1', { state: 'chan send' }),
  },
  {
    id: '128',
    matches: stack('github.com/getsentry/sentry-go.(*HTTPTransport).worker', { state: 'chan receive' }),
    misses: stack('github.com/getsentry/sentry-go.(*HTTPTransport).Flush < main.stop', { state: 'select' }),
  },
  {
    id: '129',
    matches: stack(`${STATSD}.(*sender).sendLoop`, { state: 'select' }),
    misses: stack(`${STATSD}.(*Client).Flush < main.stop`, { state: 'chan receive' }),
  },
  {
    id: '130',
    matches: stack(`sync.(*WaitGroup).Wait < ${PROM}.(*Registry).Gather.func2`),
    misses: stack(`sync.(*WaitGroup).Wait < ${PROM}.(*Registry).Unregister < main.stop`),
  },
  {
    id: '131',
    matches: stack('github.com/uber/jaeger-client-go.(*remoteReporter).processQueue', { state: 'select' }),
    misses: stack('github.com/uber/jaeger-client-go.(*Tracer).StartSpan < main.serve'),
  },
  {
    id: '132',
    matches: stack('gopkg.in/segmentio/analytics-go.v3.(*client).loop', { state: 'select' }),
    misses: stack('gopkg.in/segmentio/analytics-go.v3.(*client).Enqueue < main.track', {
      state: 'chan receive',
    }),
  },
  {
    id: '133',
    matches: stack('github.com/newrelic/go-agent/v3/newrelic.(*app).process', { state: 'select' }),
    misses: stack('github.com/newrelic/go-agent/v3/newrelic.(*app).WaitForConnection < main.main'),
  },
  {
    id: '134',
    matches: stack(
      'sync.(*Mutex).Lock < main.init.DelayIfStillRunning.func1.1 < github.com/robfig/cron/v3.FuncJob.Run < github.com/robfig/cron/v3.(*Cron).startJob.func1',
    ),
    misses: stack(
      'main.sync < github.com/robfig/cron/v3.FuncJob.Run < github.com/robfig/cron/v3.(*Cron).startJob.func1',
      {
        state: 'running',
      },
    ),
  },
  {
    id: '135',
    matches: stack('github.com/robfig/cron/v3.(*Cron).run', { state: 'select' }),
    misses: stack('github.com/robfig/cron/v3.(*Cron).Stop < main.stop'),
  },
  {
    id: '136',
    matches: stack(`${ANTS}.(*Pool).ticktock`, { state: 'select' }),
    misses: {
      ...stack(`${ANTS}.(*poolCommon).ticktock`, { state: 'select' }),
      modules: new Map([[ANTS, 'v2.12.1']]),
    },
  },
  {
    id: '137',
    matches: stack(`${ANTS}.(*Pool).purgeStaleWorkers`, { state: 'select' }),
    misses: stack(`${ANTS}.(*goWorker).run.func1`, { state: 'chan receive' }),
  },
  {
    id: '138',
    matches: stack(`${LRU}.NewLRU[...].func1`, { state: 'select' }),
    misses: stack(`sync.(*Mutex).Lock < ${LRU}.(*LRU[...]).Get < main.look`),
  },
  {
    id: '139',
    matches: stack('github.com/jellydator/ttlcache/v3.(*Cache[...]).Start', { state: 'select' }),
    misses: stack('github.com/jellydator/ttlcache/v3.(*Cache[...]).Get < main.look'),
  },
  {
    id: '140',
    matches: stack('github.com/afex/hystrix-go/hystrix.(*metricExchange).Monitor', { state: 'chan receive' }),
    misses: stack('github.com/afex/hystrix-go/hystrix.Do < main.call', { state: 'select' }),
  },
  {
    id: '141',
    matches: stack('github.com/bitly/go-hostpool.(*epsilonGreedyHostPool).epsilonGreedyDecay', {
      state: 'select',
    }),
    misses: stack('github.com/bitly/go-hostpool.(*standardHostPool).Get < main.pick'),
  },
  {
    id: '143',
    matches: stack('github.com/redis/go-redis/v9/maintnotifications.(*CircuitBreakerManager).cleanupLoop', {
      state: 'select',
    }),
    misses: stack(
      'github.com/redis/go-redis/v9/maintnotifications.(*CircuitBreakerManager).Shutdown < main.stop',
    ),
  },
  {
    id: '156',
    matches: stack('github.com/minio/minio-go/v7.(*Client).listObjectsV2.func1', { state: 'select' }),
    misses: stack('github.com/minio/minio-go/v7.(*Client).listObjectsV2.func1', { state: 'IO wait' }),
  },
  {
    id: '157',
    matches: stack('github.com/nxadm/tail.(*Tail).tailFileSync', { state: 'select' }),
    misses: stack('github.com/nxadm/tail.(*Tail).Stop < main.stop', { state: 'select' }),
  },
  {
    id: '174',
    matches: stack('go.uber.org/zap/zapcore.(*BufferedWriteSyncer).flushLoop', { state: 'select' }),
    misses: stack('sync.(*Mutex).Lock < go.uber.org/zap/zapcore.(*BufferedWriteSyncer).Sync < main.stop'),
  },
]
