import type { Cause } from './cause.ts'
import { github } from './link.ts'
import { go, prose } from './text.ts'

const SARAMA = ['github.com/IBM/sarama', 'github.com/Shopify/sarama']
const sarama = (...names: readonly string[]) =>
  names.flatMap((name) => SARAMA.map((path) => ({ any: [`${path}.${name}`] })))

/** Kafka by sarama, franz-go and confluent-kafka-go; kafka-go stands in queue.ts. */
export const KAFKA: readonly Cause[] = [
  {
    id: '116',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'sarama producer whose successes or errors nobody reads',
    where: 'of sarama producers whose results nobody reads',
    match: [
      ...sarama(
        '(*asyncProducer).returnSuccesses',
        '(*asyncProducer).returnError',
        '(*asyncProducer).returnErrors',
      ),
    ].map((pattern) => ({ ...pattern, state: ['chan send'] })),
    why: prose`
      An AsyncProducer with Return.Successes or Return.Errors sends each result to a channel. Where the loop over it
      has ended, the producer waits, and its Close too.`,
    fix: 'Read Successes and Errors until they are closed, or switch off Producer.Return.Successes and Return.Errors.',
    holds: [{ module: 'github.com/IBM/sarama' }, { module: 'github.com/Shopify/sarama' }],
    links: github('IBM/sarama#2133', 'IBM/sarama#2208'),
  },
  {
    id: '115',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'background',
    bound: 512,
    title: 'A sarama producer or client per use, never closed',
    where: 'of sarama producers and clients',
    match: sarama(
      '(*partitionProducer).dispatch',
      '(*topicProducer).dispatch',
      '(*asyncProducer).dispatcher',
      '(*asyncProducer).retryHandler',
      '(*asyncProducer).newBrokerProducer.func{n}',
      '(*brokerProducer).run',
      '(*syncProducer).handleSuccesses',
      '(*syncProducer).handleErrors',
      '(*Broker).responseReceiver',
      '(*client).backgroundMetadataUpdater',
      '(*partitionConsumer).dispatcher',
      '(*partitionConsumer).responseFeeder',
      '(*brokerConsumer).subscriptionManager',
      '(*brokerConsumer).subscriptionConsumer',
      '(*consumerGroup).loopCheckPartitionNumbers',
      '(*consumerGroupSession).heartbeatLoop',
      'newConsumerGroupSession.func{n}',
      'newConsumerGroupClaim.func{n}',
      '(*offsetManager).mainLoop',
    ),
    why: prose`
      A producer has a goroutine per topic and partition that it wrote to, three per broker, and its client
      one for metadata and one per connection, until Close. Old versions also left those of brokers behind.`,
    fix: 'Make one producer for the process and share it; Close it, the consumer and the client. Use sarama v1.32.0 or newer.',
    snippet: {
      before: go`
        func publish(msg *sarama.ProducerMessage) error {
          p, err := sarama.NewSyncProducer(brokers, config) // never closed
          if err != nil {
            return err
          }
          _, _, err = p.SendMessage(msg)
          return err
        }`,
      after: go`
        p, err := sarama.NewSyncProducer(brokers, config) // once
        if err != nil {
          return err
        }
        defer p.Close()`,
    },
    holds: [{ module: 'github.com/IBM/sarama' }, { module: 'github.com/Shopify/sarama' }],
    links: github(
      'IBM/sarama#1672',
      'IBM/sarama#1442',
      'IBM/sarama#2208',
      'IBM/sarama#1043',
      'knative-extensions/eventing-kafka#948',
    ),
  },
  {
    id: '117',
    group: 'rpc',
    basis: 'cause',
    class: 'background',
    bound: 256,
    title: 'franz-go clients that nobody closed',
    where: 'of franz-go clients',
    match: [
      '(*broker).handleReqs',
      '(*brokerCxn).handleResps',
      '(*Client).updateMetadataLoop',
      '(*Client).reapConnectionsLoop',
      '(*Client).pushMetrics',
      '(*groupConsumer).manage',
      '(*groupConsumer).loopCommit',
      '(*fetchManager).manageFetchConcurrency',
    ].map((name) => ({ any: [`github.com/twmb/franz-go/pkg/kgo.${name}`] })),
    why: 'A client has loops for metadata and idle connections, and two per connection to a broker, until Close.',
    fix: 'Make one kgo.Client for the process, and defer its Close; a consumer leaves its group there as well.',
    holds: [{ module: 'github.com/twmb/franz-go' }],
    links: ['https://pkg.go.dev/github.com/twmb/franz-go/pkg/kgo#Client.Close'],
  },
  {
    id: '118',
    group: 'rpc',
    basis: 'cause',
    class: 'background',
    bound: 32,
    title: 'confluent-kafka-go producers or consumers that nobody closed',
    where: 'of confluent-kafka-go producers and consumers',
    match: [
      'poller',
      'channelProducer',
      'channelBatchProducer',
      'consumerReader',
      'NewProducer.func{n}',
      'NewConsumer.func{n}',
      '(*handle).eventPoll',
      '(*handle).setupLogQueue.func{n}',
      '(*handle).pollLogEvents',
    ].map((name) => ({ any: [`github.com/confluentinc/confluent-kafka-go{v}/kafka.${name}`] })),
    why: 'A producer polls for events in one goroutine and takes messages in another, each with threads of C, until Close.',
    fix: 'Make one Producer for the process; Flush and Close it, and Close consumers.',
    holds: [{ module: 'github.com/confluentinc/confluent-kafka-go/v2' }],
    links: ['https://pkg.go.dev/github.com/confluentinc/confluent-kafka-go/v2/kafka#Producer.Close'],
  },
]
