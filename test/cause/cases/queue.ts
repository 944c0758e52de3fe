import { type CauseCase, POLL, stack } from '../stack.ts'

const SARAMA = 'github.com/Shopify/sarama'
const PULSAR = 'github.com/apache/pulsar-client-go/pulsar'

/** Brokers of messages, and queues of tasks. */
export const QUEUE_CASES: readonly CauseCase[] = [
  {
    id: '115',
    matches: stack(`${SARAMA}.(*partitionProducer).dispatch < ${SARAMA}.withRecover`, {
      state: 'chan receive',
      ranged: 1,
    }),
    misses: stack(`${SARAMA}.(*syncProducer).SendMessage < main.publish`, { state: 'chan receive' }),
  },
  {
    id: '116',
    matches: stack(
      `${SARAMA}.(*asyncProducer).returnSuccesses < ${SARAMA}.(*brokerProducer).handleSuccess.func1 < ${SARAMA}.(*brokerProducer).run`,
      { state: 'chan send' },
    ),
    misses: stack(`${SARAMA}.(*asyncProducer).returnSuccesses < ${SARAMA}.(*brokerProducer).run`, {
      state: 'running',
    }),
  },
  {
    id: '117',
    matches: stack('github.com/twmb/franz-go/pkg/kgo.(*Client).updateMetadataLoop', { state: 'select' }),
    misses: stack('github.com/twmb/franz-go/pkg/kgo.(*Client).PollFetches < main.consume', {
      state: 'select',
    }),
  },
  {
    id: '118',
    matches: stack('github.com/confluentinc/confluent-kafka-go/v2/kafka.channelProducer', {
      state: 'chan receive',
    }),
    misses: stack('github.com/confluentinc/confluent-kafka-go/v2/kafka.(*Producer).Flush < main.stop'),
  },
  {
    id: '152',
    matches: stack(`${PULSAR}.(*negativeAcksTracker).track`, { state: 'select' }),
    misses: stack(`${PULSAR}.(*producer).Send < main.publish`, { state: 'select' }),
  },
  {
    id: '153',
    matches: stack(`${POLL} < bufio.(*Reader).Read < github.com/nsqio/go-nsq.(*Conn).readLoop`, {
      state: 'IO wait',
    }),
    misses: stack('github.com/nsqio/go-nsq.(*Producer).Publish < main.publish', { state: 'chan receive' }),
  },
  {
    id: '154',
    matches: stack('github.com/hibiken/asynq.(*heartbeater).start.func1', { state: 'select' }),
    misses: stack('github.com/hibiken/asynq.(*Client).Enqueue < main.add', { state: 'select' }),
  },
  {
    id: '155',
    matches: stack('cloud.google.com/go/pubsub.(*messageIterator).sender', { state: 'select' }),
    misses: stack('cloud.google.com/go/pubsub.(*Topic).Publish < main.publish', { state: 'select' }),
  },
  {
    id: '165',
    matches: stack('k8s.io/client-go/util/workqueue.(*delayingType[...]).waitingLoop', { state: 'select' }),
    misses: stack('k8s.io/client-go/util/workqueue.ParallelizeUntil.func1', { state: 'select' }),
  },
  {
    id: '166',
    matches: stack('k8s.io/apimachinery/pkg/watch.(*Broadcaster).loop', { state: 'chan receive' }),
    misses: stack('k8s.io/apimachinery/pkg/watch.(*Broadcaster).Shutdown < main.stop', {
      state: 'chan receive',
    }),
  },
  {
    id: '167',
    matches: stack(
      'sync.(*Cond).Wait < k8s.io/client-go/util/workqueue.(*Typed[...]).Get < k8s.io/client-go/transport.(*dynamicClientCert).processNextWorkItem < k8s.io/client-go/transport.(*dynamicClientCert).runWorker',
    ),
    misses: stack('k8s.io/client-go/transport.(*tlsTransportCache).get < main.client'),
  },
]
