import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'reports',
  about: 'Makes reports of the orders that come meanwhile.',
  start: '2026-10-13T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 60,
  fullEvery: 0,
  processes: [...lives('reports-0', ['5.0.0'], [0, 84]), ...lives('reports-1', ['5.0.0'], [0, 84])],
  leaks: {
    subscriptions: {
      any: [
        'github.com/ThreeDotsLabs/watermill/pubsub/gochannel.(*GoChannel).Subscribe.func1',
        'main.collect',
        'main.collect[...]',
      ],
      cause: '240',
    },
  },
  quiet: [],
  note: 'One report in twenty leaves its subscription; four to fourteen are under way at a time.',
}
