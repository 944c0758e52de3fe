import type { Cause } from './cause.ts'
import { github } from './link.ts'
import { go, prose } from './text.ts'

const OTEL = 'go.opentelemetry.io/otel/sdk'
const METRICS = 'github.com/prometheus/client_golang/prometheus'
const any = (...names: readonly string[]) => names.map((name) => ({ any: [name] }))

/** Tracing, metrics and error reports: one worker or two per client. */
export const OBSERVABILITY: readonly Cause[] = [
  {
    id: '127',
    group: 'system',
    basis: 'stack',
    class: 'background',
    bound: 8,
    title: 'OpenTelemetry providers that nobody shut down',
    where: 'of OpenTelemetry providers',
    match: any(
      `${OTEL}/trace.(*batchSpanProcessor).processQueue`,
      `${OTEL}/trace.NewBatchSpanProcessor.func{n}`,
      `${OTEL}/metric.(*PeriodicReader).run`,
      `${OTEL}/log.(*BatchProcessor).poll.func{n}`,
      `${OTEL}/log.(*BatchProcessor).process.func{n}`,
      `${OTEL}/log.exportSync.func{n}`,
    ),
    why: 'Each batch processor and each periodic reader has one goroutine until Shutdown of its provider.',
    fix: 'Make the providers once, in main; where one is replaced at a reload, Shutdown the old one.',
    snippet: {
      before: go`
        func reload(exp sdktrace.SpanExporter) {
          otel.SetTracerProvider(sdktrace.NewTracerProvider(sdktrace.WithBatcher(exp))) // the old one runs on
        }`,
      after: go`
        func reload(ctx context.Context, exp sdktrace.SpanExporter) error {
          old := provider
          provider = sdktrace.NewTracerProvider(sdktrace.WithBatcher(exp))
          otel.SetTracerProvider(provider)
          return old.Shutdown(ctx)
        }`,
    },
    holds: [
      { module: 'go.opentelemetry.io/otel/sdk' },
      { module: 'go.opentelemetry.io/otel/sdk/metric' },
      { module: 'go.opentelemetry.io/otel/sdk/log' },
    ],
    links: [
      'https://pkg.go.dev/go.opentelemetry.io/otel/sdk/trace#TracerProvider.Shutdown',
      ...github('open-telemetry/opentelemetry-go#6360'),
    ],
  },
  {
    id: '128',
    group: 'system',
    basis: 'stack-and-cause',
    class: 'background',
    bound: 4,
    title: 'A Sentry client per report',
    where: 'of Sentry clients',
    match: any(
      'github.com/getsentry/sentry-go.(*HTTPTransport).worker',
      'github.com/getsentry/raven-go.(*Client).worker',
      'github.com/getsentry/sentry-go/internal/http.(*AsyncTransport).worker',
      'github.com/getsentry/sentry-go/internal/telemetry.(*Scheduler).run',
      'github.com/getsentry/sentry-go.(*profileRecorder).run',
      'github.com/getsentry/sentry-go.(*batchProcessor[...]).run',
      'github.com/getsentry/sentry-go.(*BatchLogger).run',
    ),
    why: 'Each client has a worker that sends its events. Before v0.31.0 nothing ended it, and Flush does not.',
    fix: 'Call sentry.Init once and clone the hub; Close short-lived clients (sentry-go v0.31.0).',
    snippet: {
      before: go`
        func report(dsn string, err error) {
          client, _ := sentry.NewClient(sentry.ClientOptions{Dsn: dsn}) // a worker each
          client.CaptureException(err, nil, nil)
          client.Flush(2 * time.Second)
        }`,
      after: go`
        func report(err error) {
          hub := sentry.CurrentHub().Clone() // sentry.Init was called once, in main
          hub.CaptureException(err)
        }`,
    },
    holds: [{ module: 'github.com/getsentry/sentry-go' }],
    links: github('getsentry/sentry-go#731', 'getsentry/sentry-go#894'),
  },
  {
    id: '129',
    group: 'system',
    basis: 'stack',
    class: 'background',
    bound: 12,
    title: 'DogStatsD clients that nobody closed',
    where: 'of DogStatsD clients',
    match: any(
      'github.com/DataDog/datadog-go{v}/statsd.(*sender).sendLoop',
      'github.com/DataDog/datadog-go{v}/statsd.(*Client).watch',
      'github.com/DataDog/datadog-go{v}/statsd.(*worker).pullMetric',
      'github.com/DataDog/datadog-go{v}/statsd.(*aggregator).pullMetric',
      'github.com/DataDog/datadog-go{v}/statsd.(*aggregator).start.func{n}',
      'github.com/DataDog/datadog-go{v}/statsd.(*telemetryClient).run.func{n}',
      'github.com/DataDog/datadog-go{v}/statsd.newWithWriter.func{n}',
    ),
    why: 'A client sends, flushes, aggregates and counts itself in a handful of goroutines until Close.',
    fix: 'Make one statsd.Client for the process; Close one that is replaced.',
    holds: [{ module: 'github.com/DataDog/datadog-go/v5' }, { module: 'github.com/DataDog/datadog-go' }],
    links: github('DataDog/datadog-go#107', 'DataDog/datadog-go#269'),
  },
  {
    id: '130',
    group: 'system',
    basis: 'stack-and-cause',
    class: 'leak',
    fromTwo: true,
    title: 'Scrapes of Prometheus that overtake one another',
    where: 'that gather metrics for Prometheus',
    match: [
      ...any(`${METRICS}.(*Registry).Gather`, `${METRICS}.(*Registry).Gather.func{n}`),
      // Before v0.9 the registry wrote what it gathered itself.
      ...any(`${METRICS}.(*registry).writePB`),
      ...any(`${METRICS}.(*wrappingCollector).Collect.func{n}`),
    ],
    why: prose`
      Each scrape starts goroutines that collect. A collector that takes longer than the interval, or for ever, as it
      asks a server that does not answer, leaves the scrapes queueing.`,
    fix: prose`
      Give the slow collector a time limit or a cache. Set MaxRequestsInFlight and Timeout of promhttp.HandlerOpts;
      newer versions can share one Gather (CoalesceGather).`,
    snippet: {
      before: go`
        func (c *collector) Collect(ch chan<- prometheus.Metric) {
          status := c.device.Status() // no time limit
          ch <- prometheus.MustNewConstMetric(up, prometheus.GaugeValue, status.Up)
        }`,
      after: go`
        func (c *collector) Collect(ch chan<- prometheus.Metric) {
          ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
          defer cancel()
          status, err := c.device.Status(ctx)
          if err != nil {
            ch <- prometheus.NewInvalidMetric(up, err)
            return
          }
          ch <- prometheus.MustNewConstMetric(up, prometheus.GaugeValue, status.Up)
        }`,
    },
    holds: [{ module: 'github.com/prometheus/client_golang' }],
    links: github('prometheus/client_golang#1477', 'prometheus/client_golang#1969', 'gebn/bmc_exporter#34'),
  },
  {
    id: '216',
    group: 'system',
    basis: 'stack',
    class: 'capacity',
    bound: 1000,
    title: 'go2sky segments of which a span has not ended',
    where: 'of go2sky segments that wait for the end of a span',
    match: any('github.com/SkyAPM/go2sky.newSegmentRoot.func{n}'),
    why: prose`
      Each segment has a goroutine that collects its spans until the first one and all below it have ended: one per
      request that is traced. Where a span is started and, on some path, End is not called, it waits for ever.`,
    fix: 'defer span.End() right after CreateEntrySpan, CreateLocalSpan or CreateExitSpan.',
    holds: [{ module: 'github.com/SkyAPM/go2sky' }],
    links: github('SkyAPM/go2sky#179'),
  },
]
