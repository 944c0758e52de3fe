import type { Cause } from './cause.ts'
import { github } from './link.ts'
import { go, prose } from './text.ts'

/** Kafka, Pulsar and queues on Redis. */
export const QUEUE: readonly Cause[] = [
  {
    id: '56',
    group: 'rpc',
    basis: 'cause',
    class: 'leak',
    title: 'rmq connection whose heartbeat cannot be stopped',
    where: 'that send heartbeats of rmq connections',
    match: [{ any: ['github.com/adjust/rmq{v}.(*redisConnection).heartbeat'] }],
    why: 'OpenConnection starts a heartbeat, and the library had no public way to end it.',
    fix: 'Open one connection per process; use a version that can stop its heartbeat.',
    holds: [{ module: 'github.com/adjust/rmq' }, { module: 'github.com/adjust/rmq/v5' }],
    links: github('wellle/rmq#142'),
  },
  {
    id: '57',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'background',
    bound: 32,
    title: 'A kafka-go Transport per Writer',
    where: 'of kafka-go transports that nobody closed',
    match: ['(*conn).run', '(*connPool).discover'].map((method) => ({
      any: [`github.com/segmentio/kafka-go.${method}`],
    })),
    why: prose`
      A Transport looks for brokers in one goroutine and has one per connection. Closing a Writer does not close
      a Transport that was made for it, and neither does an error on the way.`,
    fix: 'Share one Transport among the writers, or call its CloseIdleConnections when the writer is closed.',
    snippet: {
      before: go`
        w := &kafka.Writer{Addr: addr, Topic: topic, Transport: &kafka.Transport{}}
        defer w.Close()`,
      after: go`
        var transport = &kafka.Transport{} // one for the process

        w := &kafka.Writer{Addr: addr, Topic: topic, Transport: transport}
        defer w.Close()`,
    },
    holds: [{ module: 'github.com/segmentio/kafka-go', from: 'v0.4.0' }],
    links: github('segmentio/kafka-go#599', 'segmentio/kafka-go#1038', 'segmentio/kafka-go#979'),
  },
  {
    id: '58',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'Pulsar consumer whose channel the client never closes',
    where: 'that receive from Pulsar consumers which are closed',
    match: [
      { top: ['**/mqwrapper/pulsar.(*Consumer).Chan.func{n}'] },
      { top: ['**.(*PulsarConsumer).Chan.func{n}', '**.(*pulsarConsumer).Chan.func{n}'] },
    ],
    why: 'The loop ends when the channel of the consumer is closed, which the Pulsar client does not do.',
    fix: 'Receive in a select with a channel of your own that Close closes.',
    snippet: {
      before: go`
        go func() {
          for msg := range consumer.Chan() { // never closed by the client
            out <- msg
          }
        }()`,
      after: go`
        go func() {
          for {
            select {
            case <-c.done: // closed by our Close
              return
            case msg := <-consumer.Chan():
              out <- msg
            }
          }
        }()`,
    },
    holds: [{ module: 'github.com/milvus-io/milvus', until: 'v2.0.0' }],
    links: github('milvus-io/milvus#7003'),
  },
  {
    id: '59',
    group: 'rpc',
    basis: 'cause',
    class: 'leak',
    title: 'Kafka consumer of patron kept after an error',
    where: 'of patron consumers whose processing failed',
    match: [
      { any: ['github.com/beatlabs/patron/component/async.(*Component).processing.func{n}'] },
      { any: ['github.com/beatlabs/patron/async.(*Component).processing.func{n}'] },
    ],
    why: 'The processing function returned with an error and left the goroutine that it had started.',
    fix: 'Upgrade patron.',
    holds: [{ module: 'github.com/beatlabs/patron', until: 'v0.40.2' }],
    links: github('beatlabs/patron#206', 'beatlabs/patron#205'),
  },
]
