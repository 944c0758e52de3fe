import type { Cause } from './cause.ts'

const any = (...names: readonly string[]) => names.map((name) => ({ any: [name] }))

/** Tracers, analytics and agents of services that watch: a few goroutines for each. */
export const AGENT: readonly Cause[] = [
  {
    id: '131',
    group: 'system',
    basis: 'cause',
    class: 'background',
    bound: 8,
    title: 'Jaeger tracers that nobody closed',
    where: 'of Jaeger tracers',
    match: any(
      'github.com/uber/jaeger-client-go.(*remoteReporter).processQueue',
      'github.com/uber/jaeger-client-go.(*RemotelyControlledSampler).pollController',
      'github.com/uber/jaeger-client-go.(*RemotelyControlledSampler).pollControllerWithTicker',
      'github.com/uber/jaeger-client-go/utils.(*reconnectingUDPConn).reconnectLoop',
      'github.com/uber/jaeger-client-go/internal/baggage/remote.(*RestrictionManager).pollManager',
      'github.com/uber/jaeger-client-go/internal/throttler/remote.(*Throttler).pollManager',
    ),
    why: 'Each tracer reports, asks for its sampling and looks up its agent in goroutines of its own until Close.',
    fix: 'Make one tracer for the process and keep its closer; close it at the end. The library is no longer maintained.',
    holds: [{ module: 'github.com/uber/jaeger-client-go' }],
    links: ['https://pkg.go.dev/github.com/uber/jaeger-client-go#NewTracer'],
  },
  {
    id: '132',
    group: 'system',
    basis: 'cause',
    class: 'background',
    bound: 8,
    title: 'Segment analytics clients that nobody closed',
    where: 'of Segment analytics clients',
    match: any(
      'gopkg.in/segmentio/analytics-go{v}.(*client).loop',
      'gopkg.in/segmentio/analytics-go{v}.(*executor).loop',
    ),
    why: 'A client collects and sends batches in goroutines of its own until Close.',
    fix: 'Make one client for the process; defer its Close.',
    holds: [{ module: 'gopkg.in/segmentio/analytics-go.v3' }],
    links: ['https://pkg.go.dev/gopkg.in/segmentio/analytics-go.v3#Client'],
  },
  {
    id: '133',
    group: 'housekeeping',
    basis: 'cause',
    class: 'background',
    bound: 32,
    title: 'Agent of New Relic or Datadog',
    where: 'of an APM agent',
    match: any(
      'github.com/newrelic/go-agent/v3/newrelic.(*app).process',
      'github.com/newrelic/go-agent.(*app).process',
      'github.com/newrelic/go-agent.runSampler',
      'github.com/newrelic/go-agent/v3/newrelic.runSampler',
      'github.com/DataDog/dd-trace-go/v2/ddtrace/tracer.(*tracer).worker',
      'github.com/DataDog/dd-trace-go/v2/ddtrace/tracer.newTracer.func{n}',
      'github.com/DataDog/dd-trace-go/v2/ddtrace/tracer.(*concentrator).runFlusher',
      'github.com/DataDog/dd-trace-go/v2/profiler.(*profiler).collect',
      'gopkg.in/DataDog/dd-trace-go.v1/ddtrace/tracer.newTracer.func{n}',
      'gopkg.in/DataDog/dd-trace-go.v1/ddtrace/tracer.(*tracer).worker',
    ),
    why: 'An agent collects, samples and sends in a few goroutines for the life of the process.',
    fix: 'Nothing: a few per process are normal.',
    whenGrowing: { fix: 'Start the agent once, in main; stop it before it is started again.' },
    holds: [
      { module: 'github.com/newrelic/go-agent/v3' },
      { module: 'github.com/DataDog/dd-trace-go/v2' },
      { module: 'gopkg.in/DataDog/dd-trace-go.v1' },
    ],
    links: [
      'https://pkg.go.dev/github.com/newrelic/go-agent/v3/newrelic#NewApplication',
      'https://pkg.go.dev/github.com/DataDog/dd-trace-go/v2/ddtrace/tracer#Start',
    ],
  },
]
