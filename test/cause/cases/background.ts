import { type CauseCase, POLL, stack } from '../stack.ts'

export const BACKGROUND_CASES: readonly CauseCase[] = [
  {
    id: '86',
    matches: stack('go.opencensus.io/stats/view.(*worker).start', { state: 'select' }),
    misses: stack('go.opencensus.io/stats/view.Register < main.main'),
  },
  {
    id: '87',
    matches: stack('github.com/golang/glog.(*fileSink).flushDaemon', { state: 'select' }),
    misses: stack('github.com/golang/glog.(*fileSink).Emit < main.main'),
  },
  {
    id: '88',
    matches: stack('k8s.io/klog/v2.(*loggingT).flushDaemon', { state: 'chan receive' }),
    misses: stack('k8s.io/klog/v2.(*loggingT).output < main.main'),
  },
  {
    id: '89',
    matches: stack('os/signal.signal_recv < os/signal.loop', { state: 'syscall' }),
    misses: stack('os/signal.NotifyContext.func1', { state: 'select' }),
  },
  {
    id: '90',
    matches: stack('runtime/trace.Start.func1', { state: 'trace reader (blocked)' }),
    misses: stack('runtime/trace.Stop < main.main'),
  },
  {
    id: '91',
    matches: stack('runtime.goexit', { state: 'syscall' }),
    misses: stack('syscall.Syscall < main.read', { state: 'syscall' }),
  },
  {
    id: '92',
    matches: stack('testing.(*T).Run < main.TestAll < testing.tRunner', { state: 'chan receive' }),
    misses: stack('main.TestAll < testing.tRunner', { state: 'chan receive' }),
  },
  {
    id: '93',
    matches: stack('github.com/rcrowley/go-metrics.(*meterArbiter).tick', { state: 'chan receive' }),
    misses: stack('github.com/rcrowley/go-metrics.Log < main.main', { state: 'chan receive' }),
  },
  {
    id: '94',
    matches: stack('github.com/ethereum/go-ethereum/metrics.(*meterTicker).loop', { state: 'chan receive' }),
    misses: stack('github.com/ethereum/go-ethereum/metrics.CollectProcessMetrics', { state: 'sleep' }),
  },
  {
    id: '95',
    matches: stack('github.com/klauspost/compress/zstd.(*blockDec).startDecoder', { state: 'chan receive' }),
    misses: stack('github.com/klauspost/compress/zstd.(*Encoder).Close < main.pack'),
  },
  {
    id: '96',
    matches: stack('go.etcd.io/etcd/pkg/logutil.(*MergeLogger).outputLoop', { state: 'select' }),
    misses: stack('go.etcd.io/etcd/pkg/logutil.(*MergeLogger).MergeInfo'),
  },
  {
    id: '97',
    matches: stack('github.com/lestrrat-go/httprc.runFetchWorker', { state: 'select' }),
    misses: stack('github.com/lestrrat-go/httprc.(*Cache).Get < main.keys'),
  },
  {
    id: '98',
    matches: stack('github.com/ipfs/go-log/writer.(*MirrorWriter).logRoutine', { state: 'select' }),
    misses: stack('github.com/ipfs/go-log/writer.(*MirrorWriter).Write < main.main'),
  },
  {
    id: '99',
    matches: stack(
      'github.com/DataDog/datadog-agent/pkg/config/viperconfig.(*safeConfig).processNotifications',
    ),
    misses: stack('github.com/DataDog/datadog-agent/pkg/config/viperconfig.(*safeConfig).Set < main.main'),
  },
  {
    id: '100',
    matches: stack(
      'github.com/cloudwego/netpoll.EpollWait < github.com/cloudwego/netpoll.(*defaultPoll).Wait',
    ),
    misses: stack('github.com/cloudwego/netpoll.(*connection).Read < main.read'),
  },
  {
    id: '101',
    matches: stack('github.com/folbricht/routedns.(*Pipeline).start', { state: 'chan receive' }),
    misses: stack('github.com/folbricht/routedns.(*Pipeline).Resolve < main.resolve'),
  },
  {
    id: '102',
    matches: stack('main.main', { state: 'select (no cases)' }),
    misses: stack('main.work', { state: 'select (no cases)' }),
  },
  {
    id: '103',
    matches: stack('runtime/pprof.(*Profile).WriteTo < net/http/pprof.Index < net/http.(*conn).serve', {
      state: 'running',
    }),
    misses: stack(`${POLL} < net/http/pprof.Profile < net/http.(*conn).serve`),
  },
]
