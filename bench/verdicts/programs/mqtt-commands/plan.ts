import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'commands',
  about: 'Sends commands to devices over MQTT.',
  start: '2026-09-21T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 60,
  fullEvery: 0,
  processes: [
    ...lives('commands-0', ['1.8.0', '2.0.0'], [0, 38, 100]),
    ...lives('commands-1', ['1.8.0', '2.0.0'], [0, 39, 100]),
  ],
  leaks: {
    clients: {
      any: [
        'github.com/eclipse/paho%2emqtt%2egolang.startComms.func1',
        'github.com/eclipse/paho%2emqtt%2egolang.startComms.func2',
        'github.com/eclipse/paho%2emqtt%2egolang.startComms.func3',
        'github.com/eclipse/paho%2emqtt%2egolang.startIncoming.func1',
        'github.com/eclipse/paho%2emqtt%2egolang.startIncomingComms.func1',
        'github.com/eclipse/paho%2emqtt%2egolang.startOutgoingComms.func1',
        'github.com/eclipse/paho%2emqtt%2egolang.keepalive',
        'github.com/eclipse/paho%2emqtt%2egolang.(*router).matchAndDispatch.func2',
        'github.com/eclipse/paho%2emqtt%2egolang.(*client).startCommsWorkers.func1',
        'github.com/eclipse/paho%2emqtt%2egolang.(*client).startCommsWorkers.func2',
      ],
      cause: '105',
    },
  },
  quiet: ['net/http.(*conn).serve'],
  note: 'Since 2.0.0 a command without an answer (5 %) never disconnects its client. Version 1.8.0 always does.',
}
