import type { Cause } from './cause.ts'
import { github } from './link.ts'
import type { StackPattern } from './stack-pattern.ts'
import { go, prose } from './text.ts'

/** NATS under its import paths, newest first, each with the dispatcher of callbacks of its time. */
const NATS = [
  { path: '**/nats-io/nats.go', dispatcher: '(*asyncCallbacksHandler).asyncCBDispatcher' },
  { path: '**/nats-io/go-nats', dispatcher: '(*asyncCallbacksHandler).asyncCBDispatcher' },
  { path: '**/nats-io/nats', dispatcher: '(*Conn).asyncDispatch' },
]

const AMQP = ['github.com/streadway/amqp', 'github.com/rabbitmq/amqp091-go']
const amqp = (method: string, rest: StackPattern = {}): StackPattern[] =>
  AMQP.map((path) => ({ ...rest, top: [`${path}.${method}`] }))

/** NATS and RabbitMQ. */
export const MESSAGING: readonly Cause[] = [
  {
    id: '52',
    group: 'rpc',
    basis: 'stack',
    class: 'background',
    bound: 64,
    title: 'NATS connections or subscriptions that nobody ends',
    where: 'of NATS connections and subscriptions that nobody ended',
    match: NATS.flatMap(({ path, dispatcher }) =>
      ['(*Conn).waitForMsgs', dispatcher, '(*Conn).flusher', '(*Conn).readLoop', '(*Conn).doReconnect'].map(
        (method) => ({ any: [`${path}.${method}`] }),
      ),
    ).concat(
      [
        'jetstream.(*pullSubscription).pullMessages',
        'jetstream.(*pullConsumer).Messages.func{n}',
        'jetstream.(*pullConsumer).Consume.func{n}',
        'jetstream.(*orderedConsumer).Consume.func{n}',
        'jetstream.(*pushConsumer).Consume.func{n}',
        'micro.(*asyncCallbacksHandler).run',
      ].map((name) => ({ any: [`**/nats-io/nats.go/${name}`] })),
    ),
    why: prose`
      A connection has a reader, a flusher and a dispatcher of callbacks, and each subscription with a callback one
      goroutine. They live until Unsubscribe, Drain or Close; old clients kept some after a failed connect.`,
    fix: 'Connect once and share it; Unsubscribe or Drain each subscription; Close at the end.',
    snippet: {
      before: go`
        func await(nc *nats.Conn, subject string) ([]byte, error) {
          got := make(chan []byte, 1)
          nc.Subscribe(subject, func(m *nats.Msg) { got <- m.Data }) // stays subscribed
          return <-got, nil
        }`,
      after: go`
        func await(ctx context.Context, nc *nats.Conn, subject string) ([]byte, error) {
          sub, err := nc.SubscribeSync(subject)
          if err != nil {
            return nil, err
          }
          defer sub.Unsubscribe()
          msg, err := sub.NextMsgWithContext(ctx)
          if err != nil {
            return nil, err
          }
          return msg.Data, nil
        }`,
    },
    holds: [{ module: 'github.com/nats-io/nats.go' }, { module: 'github.com/nats-io/go-nats' }],
    links: github(
      'nats-io/nats.go#22',
      'nats-io/nats.go#171',
      'nats-io/nats.go#172',
      'influxdata/platform#1262',
    ),
  },
  {
    id: '53',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'background',
    bound: 8,
    title: 'RabbitMQ connection per publish, never closed',
    where: 'of RabbitMQ connections that nobody closed',
    match: [
      ...amqp('(*Connection).heartbeater'),
      ...amqp('(*Channel).NotifyConfirm.func{n}'),
      ...AMQP.map((path) => ({ any: [`${path}.(*Connection).reader`, `${path}.(*reader).ReadFrame`] })),
    ],
    why: 'Every connection sends heartbeats in a goroutine of its own until Close. A constant number is no leak.',
    fix: 'Keep one connection for publishing and one for consuming, with channels upon them; close them at the end.',
    snippet: {
      before: go`
        func publish(ctx context.Context, msg amqp.Publishing) error {
          conn, err := amqp.Dial(url)
          if err != nil {
            return err
          }
          ch, err := conn.Channel()
          if err != nil {
            return err
          }
          return ch.PublishWithContext(ctx, "", queue, false, false, msg)
        }`,
      after: go`
        conn, err := amqp.Dial(url) // once
        if err != nil {
          return err
        }
        defer conn.Close()
        ch, err := conn.Channel()
        if err != nil {
          return err
        }
        defer ch.Close()`,
    },
    holds: AMQP.map((module) => ({ module })),
    links: github('streadway/amqp#457', 'streadway/amqp#378'),
  },
  {
    id: '54',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'RabbitMQ reader stuck in a race of Close',
    where: 'of closed RabbitMQ connections whose reader hands over to nobody',
    // Reading from the socket, the reader stands under it; innermost it is where it hands over.
    match: [
      ...amqp('(*Connection).reader', { state: ['chan send', 'select'] }),
      ...amqp('(*Connection).dispatch0', { state: ['chan send', 'select'] }),
      ...amqp('(*Channel).dispatch', { state: ['chan send', 'select'] }),
    ],
    why: 'Close ended the goroutines that the reader passes deadlines and replies to while it was sending to them.',
    fix: 'Upgrade the client: the send gives up when the connection is closed.',
    holds: [
      { module: 'github.com/rabbitmq/amqp091-go', until: 'v1.4.0' },
      { module: 'github.com/streadway/amqp' },
    ],
    links: github(
      'streadway/amqp#369',
      'streadway/amqp#456',
      'rabbitmq/amqp091-go#69',
      'rabbitmq/amqp091-go#70',
    ),
  },
  {
    id: '55',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'go-rabbitmq publisher closed, its connection kept',
    where: 'that wait for notices of a RabbitMQ connection whose publisher is closed',
    match: [
      '.(*Publisher).startNotifyBlockedHandler',
      '.(*Publisher).startNotifyFlowHandler',
      '.(*channelManager).startNotifyCancelOrClosed',
      '/internal/channelmanager.(*ChannelManager).startNotifyCancelOrClosed',
      '/internal/connectionmanager.(*ConnectionManager).startNotifyClose',
    ].map((name) => ({ any: [`github.com/wagslane/go-rabbitmq${name}`] })),
    why: 'The handlers listen to the connection, so that closing the publisher alone does not end them.',
    fix: 'Close the connection as well, or keep one publisher for its whole life.',
    holds: [{ module: 'github.com/wagslane/go-rabbitmq' }],
    links: github('wagslane/go-rabbitmq#149', 'wagslane/go-rabbitmq#29'),
  },
]
