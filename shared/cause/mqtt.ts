import type { Cause } from './cause.ts'
import { github } from './link.ts'
import { go, prose } from './text.ts'

const PAHO = 'github.com/eclipse/paho.mqtt.golang'

/** MQTT by eclipse paho. */
export const MQTT: readonly Cause[] = [
  {
    id: '104',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'paho MQTT client that waits for its own workers',
    where: 'of paho MQTT clients that wait for their own workers',
    match: [
      { top: ['sync.(*WaitGroup).Wait'], any: [`${PAHO}.(*client).startCommsWorkers`] },
      { top: ['sync.(*WaitGroup).Wait'], any: [`${PAHO}.(*client).stopCommsWorkers.func{n}`] },
      { top: [`${PAHO}.(*client).startCommsWorkers.func{n}`], state: ['chan send'] },
      { top: [`${PAHO}.startComms.func{n}`], state: ['chan send'] },
      { top: [`${PAHO}.startOutgoingComms.func{n}`], state: ['chan send'] },
      { top: [`${PAHO}.(*client).Publish`], state: ['chan send', 'select'] },
    ],
    companions: [{ any: [`${PAHO}.(*router).matchAndDispatch.func{n}`] }],
    why: prose`
      Disconnect came while a connect was under way, or a message handler blocks: the workers of the connection wait
      for one another, and the client with them.`,
    fix: prose`
      Use paho.mqtt.golang v1.5.0 or newer. Return from message handlers at once, without publishing and waiting in
      them, or call SetOrderMatters(false).`,
    holds: [{ module: PAHO, until: 'v1.5.0' }],
    links: github(
      'eclipse-paho/paho.mqtt.golang#675',
      'eclipse-paho/paho.mqtt.golang#677',
      'eclipse-paho/paho.mqtt.golang#554',
      'eclipse-paho/paho.mqtt.golang#509',
    ),
  },
  {
    id: '105',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'background',
    bound: 24,
    title: 'paho MQTT clients that nobody disconnected',
    where: 'of paho MQTT clients',
    match: [
      '(*router).matchAndDispatch.func{n}',
      '(*router).matchAndDispatch',
      '(*client).startCommsWorkers.func{n}',
      'startComms.func{n}',
      'startIncomingComms.func{n}',
      'startIncoming.func{n}',
      'startOutgoingComms.func{n}',
      'keepalive',
      'alllogic',
      'incoming',
      'outgoing',
      '(*client).reconnect',
      '(*client).Connect.func{n}',
    ].map((name) => ({ any: [`${PAHO}.${name}`] })),
    why: prose`
      A connected client has some seven goroutines: router, comms workers, keepalive. A program
      that creates a client per connect, or drops one after a failed connect, keeps them.`,
    fix: 'Keep one client with SetAutoReconnect and SetConnectRetry; call Disconnect on a client before it is replaced.',
    snippet: {
      before: go`
        if !client.IsConnected() {
          client = mqtt.NewClient(opts) // the old one goes on
          client.Connect().Wait()
        }`,
      after: go`
        opts.SetAutoReconnect(true).SetConnectRetry(true)
        client := mqtt.NewClient(opts) // once
        defer client.Disconnect(250)`,
    },
    holds: [{ module: 'github.com/eclipse/paho.mqtt.golang' }],
    links: github('eclipse-paho/paho.mqtt.golang#467', 'eclipse-paho/paho.mqtt.golang#600'),
  },
]
