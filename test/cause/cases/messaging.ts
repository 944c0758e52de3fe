import { type CauseCase, POLL, stack } from '../stack.ts'

const AMQP = 'github.com/rabbitmq/amqp091-go'
const RABBIT = 'github.com/wagslane/go-rabbitmq'

export const MESSAGING_CASES: readonly CauseCase[] = [
  {
    id: '52',
    matches: stack('sync.(*Cond).Wait < github.com/nats-io/nats.go.(*Conn).waitForMsgs'),
    misses: stack('github.com/nats-io/nats.go.(*Conn).RequestWithContext < main.ask', { state: 'select' }),
  },
  {
    id: '53',
    matches: stack('github.com/streadway/amqp.(*Connection).heartbeater', { state: 'select' }),
    misses: stack(`${AMQP}.(*Channel).call < main.publish`, { state: 'select' }),
  },
  {
    id: '54',
    matches: stack(`${AMQP}.(*Connection).reader`, { state: 'chan send' }),
    misses: stack(`${POLL} < ${AMQP}.(*reader).ReadFrame < ${AMQP}.(*Connection).reader`, {
      state: 'IO wait',
    }),
  },
  {
    id: '55',
    matches: stack(`${RABBIT}.(*Publisher).startNotifyBlockedHandler`, { state: 'chan receive' }),
    misses: stack(`${RABBIT}.(*Publisher).Publish < main.send`, { state: 'chan send' }),
  },
  {
    id: '56',
    matches: stack('time.Sleep < github.com/adjust/rmq.(*redisConnection).heartbeat', { state: 'sleep' }),
    misses: stack('github.com/adjust/rmq.(*redisQueue).consume', { state: 'sleep' }),
  },
  {
    id: '57',
    matches: stack('github.com/segmentio/kafka-go.(*connPool).discover', { state: 'select' }),
    misses: stack('github.com/segmentio/kafka-go.(*Reader).FetchMessage < main.read', { state: 'select' }),
  },
  {
    id: '58',
    matches: stack('github.com/milvus-io/milvus/internal/util/mqclient.(*pulsarConsumer).Chan.func1', {
      state: 'chan receive',
    }),
    misses: stack('github.com/apache/pulsar-client-go/pulsar.(*consumer).Receive < main.read'),
  },
  {
    id: '59',
    matches: stack('github.com/beatlabs/patron/component/async.(*Component).processing.func1', {
      state: 'chan send',
    }),
    misses: stack('github.com/beatlabs/patron/component/async.(*Component).Run < main.main', {
      state: 'select',
    }),
  },
]
