import type { Cause } from './cause.ts'
import { go, prose } from './text.ts'

const any = (...names: readonly string[]) => names.map((name) => ({ any: [name] }))

/** Pulsar, NSQ, Pub/Sub and queues of tasks. */
export const TASK_QUEUE: readonly Cause[] = [
  {
    id: '152',
    group: 'rpc',
    basis: 'cause',
    class: 'background',
    bound: 128,
    title: 'Pulsar producers or consumers that nobody closed',
    where: 'of Pulsar producers and consumers',
    match: any(
      'github.com/apache/pulsar-client-go/pulsar.(*partitionProducer).runEventsLoop',
      'github.com/apache/pulsar-client-go/pulsar.(*partitionProducer).runEventsLoop.func{n}',
      'github.com/apache/pulsar-client-go/pulsar.(*partitionConsumer).dispatcher',
      'github.com/apache/pulsar-client-go/pulsar.(*partitionConsumer).runEventsLoop',
      'github.com/apache/pulsar-client-go/pulsar.newInternalConsumer.func{n}',
      'github.com/apache/pulsar-client-go/pulsar.(*negativeAcksTracker).track',
      'github.com/apache/pulsar-client-go/pulsar.(*dlqRouter).run',
      'github.com/apache/pulsar-client-go/pulsar.(*retryRouter).run',
      'github.com/apache/pulsar-client-go/pulsar/internal.(*connection).run',
      'github.com/apache/pulsar-client-go/pulsar/internal.(*connection).runPingCheck',
      'github.com/apache/pulsar-client-go/pulsar/internal.(*connectionPool).checkAndCleanIdleConnections',
      'github.com/apache/pulsar-client-go/pulsar.newAckGroupingTracker.func{n}',
      'github.com/apache/pulsar-client-go/pulsar.(*producer).runBackgroundPartitionDiscovery.func{n}',
      'github.com/apache/pulsar-client-go/pulsar.(*consumer).runBackgroundPartitionDiscovery.func{n}',
      'github.com/apache/pulsar-client-go/pulsar.(*regexConsumer).monitor',
      'github.com/apache/pulsar-client-go/pulsar.(*transactionHandler).runEventsLoop',
      'github.com/apache/pulsar-client-go/pulsar.(*chunkedMsgCtxMap).discardChunkIfExpire',
      'github.com/apache/pulsar-client-go/pulsar/internal.(*connectionReader).readFromConnection',
    ),
    why: 'A producer has a loop per partition, a consumer some six goroutines, and the client three per connection.',
    fix: 'Make producers and consumers once, share them, and Close them before the client.',
    holds: [{ module: 'github.com/apache/pulsar-client-go' }],
    links: ['https://pkg.go.dev/github.com/apache/pulsar-client-go/pulsar#Producer'],
  },
  {
    id: '153',
    group: 'rpc',
    basis: 'cause',
    class: 'background',
    bound: 64,
    title: 'NSQ producers or consumers that nobody stopped',
    where: 'of NSQ producers and consumers',
    match: any(
      'github.com/nsqio/go-nsq.(*Conn).readLoop',
      'github.com/nsqio/go-nsq.(*Conn).writeLoop',
      'github.com/nsqio/go-nsq.(*Consumer).rdyLoop',
      'github.com/nsqio/go-nsq.(*Consumer).lookupdLoop',
      'github.com/nsqio/go-nsq.(*Consumer).handlerLoop',
      'github.com/nsqio/go-nsq.(*Producer).router',
    ),
    why: 'A producer has a router, and each connection a reader and a writer, until Stop.',
    fix: 'Make one Producer for the process and Stop it at the end; Stop consumers and wait for their StopChan.',
    holds: [{ module: 'github.com/nsqio/go-nsq' }],
    links: ['https://pkg.go.dev/github.com/nsqio/go-nsq#Producer.Stop'],
  },
  {
    id: '154',
    group: 'rpc',
    basis: 'cause',
    class: 'background',
    bound: 32,
    title: 'Workers of asynq, machinery or watermill',
    where: 'of task queue workers',
    match: any(
      'github.com/hibiken/asynq.(*processor).start.func{n}',
      'github.com/hibiken/asynq.(*heartbeater).start.func{n}',
      'github.com/hibiken/asynq.(*syncer).start.func{n}',
      'github.com/hibiken/asynq.(*subscriber).start.func{n}',
      'github.com/hibiken/asynq.(*forwarder).start.func{n}',
      'github.com/hibiken/asynq.(*recoverer).start.func{n}',
      'github.com/hibiken/asynq.(*janitor).start.func{n}',
      'github.com/hibiken/asynq.(*aggregator).start.func{n}',
      'github.com/hibiken/asynq.(*healthchecker).start.func{n}',
      'github.com/hibiken/asynq.(*Scheduler).runHeartbeater',
      'github.com/hibiken/asynq.(*PeriodicTaskManager).Start.func{n}',
    ),
    why: 'A server of asynq takes, renews and recovers tasks in some ten goroutines until Shutdown.',
    fix: 'Nothing if the process has one server.',
    whenGrowing: {
      fix: 'Start one asynq.Server for the process; call Shutdown before another one is started.',
    },
    holds: [{ module: 'github.com/hibiken/asynq' }],
    links: ['https://pkg.go.dev/github.com/hibiken/asynq#Server.Shutdown'],
  },
  {
    id: '155',
    group: 'system',
    basis: 'cause',
    class: 'background',
    bound: 256,
    title: 'Cloud Pub/Sub receivers and publishers',
    where: 'of Cloud Pub/Sub receivers and publishers',
    match: any(
      'cloud.google.com/go/pubsub{v}.(*messageIterator).sender',
      'cloud.google.com/go/pubsub{v}.(*messageIterator).streamKeepAliveHandler',
      'cloud.google.com/go/pubsub{v}.(*messageIterator).pingStream',
      'cloud.google.com/go/pubsub{v}.(*messageIterator).checkServer',
      'cloud.google.com/go/pubsub{v}.(*pullStream).openWithRetry',
      'cloud.google.com/go/pubsub{v}/internal/scheduler.(*ReceiveScheduler).Add.func{n}',
      'cloud.google.com/go/pubsub{v}.(*Subscription).Receive',
      'cloud.google.com/go/pubsub{v}.(*Subscriber).Receive',
    ),
    why: 'Receive runs some goroutines per stream until its context ends, and one per message in flight.',
    fix: 'Call Receive once per subscription, under a context that you cancel; bound it by ReceiveSettings.MaxOutstandingMessages.',
    holds: [{ module: 'cloud.google.com/go/pubsub' }, { module: 'cloud.google.com/go/pubsub/v2' }],
    links: ['https://pkg.go.dev/cloud.google.com/go/pubsub#Subscription.Receive'],
  },
  {
    id: '156',
    group: 'system',
    basis: 'cause',
    class: 'leak',
    title: 'Listing of minio-go that was left before its end',
    where: 'of minio-go listings that were left before their end',
    match: [
      '(*Client).listObjectsV2.func{n}',
      '(*Client).listObjects.func{n}',
      '(*Client).listObjectVersions.func{n}',
      '(*Client).ListObjects.func{n}',
      '(*Client).listIncompleteUploads.func{n}',
      '(*Client).ListenBucketNotification.func{n}',
      'Client.listObjectsV2.func{n}',
      'Client.listObjects.func{n}',
      'Client.ListObjects.func{n}',
      'Client.listObjectVersions.func{n}',
      'Client.listIncompleteUploads.func{n}',
      'Client.ListenBucketNotification.func{n}',
      '(*SelectResults).start.func{n}',
    ].map((name) => ({ any: [`github.com/minio/minio-go{v}.${name}`], state: ['chan send', 'select'] })),
    why: 'ListObjects sends each object to a channel in a goroutine. A loop that is left early no longer receives.',
    fix: 'List under a context, and cancel it when the loop is left; or read the channel to its end.',
    snippet: {
      before: go`
        for object := range client.ListObjects(ctx, bucket, opts) {
          if object.Key == wanted {
            return object, nil // the sender waits for ever
          }
        }`,
      after: go`
        ctx, cancel := context.WithCancel(ctx)
        defer cancel()
        for object := range client.ListObjects(ctx, bucket, opts) {
          if object.Key == wanted {
            return object, nil
          }
        }`,
    },
    holds: [{ module: 'github.com/minio/minio-go/v7' }],
    links: ['https://pkg.go.dev/github.com/minio/minio-go/v7#Client.ListObjects'],
  },
  {
    id: '157',
    group: 'system',
    basis: 'cause',
    class: 'background',
    bound: 32,
    title: 'Files that are followed and never stopped',
    where: 'that follow files',
    match: any(
      'github.com/hpcloud/tail.(*Tail).tailFileSync',
      'github.com/nxadm/tail.(*Tail).tailFileSync',
      'github.com/hpcloud/tail/watch.(*PollingFileWatcher).ChangeEvents.func{n}',
      'github.com/nxadm/tail/watch.(*PollingFileWatcher).ChangeEvents.func{n}',
      'github.com/hpcloud/tail/watch.(*InotifyFileWatcher).ChangeEvents.func{n}',
      'github.com/nxadm/tail/watch.(*InotifyFileWatcher).ChangeEvents.func{n}',
    ),
    why: prose`
      TailFile follows a file in one goroutine and its changes in another. It sends each line to a channel: where
      nobody reads that, Stop waits too.`,
    fix: 'Call Stop and Cleanup on each Tail, and read Lines until then.',
    holds: [{ module: 'github.com/hpcloud/tail' }, { module: 'github.com/nxadm/tail' }],
    links: ['https://pkg.go.dev/github.com/nxadm/tail#Tail.Stop'],
  },
]
