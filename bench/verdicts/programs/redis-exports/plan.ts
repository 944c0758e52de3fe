import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'exports',
  about: 'Answers requests from Redis; one of its instances also makes exports.',
  start: '2026-09-08T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 40,
  fullEvery: 0,
  processes: ['exports-0', 'exports-1', 'exports-2'].flatMap((name) => lives(name, ['7.0.1'], [0, 30])),
  leaks: {
    subscriptions: {
      any: [
        'github.com/redis/go-redis/v9.(*channel).initMsgChan.func1',
        'github.com/redis/go-redis/v9.(*channel).initHealthCheck.func1',
      ],
      cause: '24',
    },
  },
  quiet: ['net/http.(*conn).serve'],
  note: 'Half of the exports leave their PubSub open: its reader and its health checker stay. Only exports-2 makes exports.',
}
