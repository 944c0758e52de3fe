import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'rooms',
  about: 'Rooms in which people talk.',
  start: '2026-11-02T04:00:00Z',
  timeScale: 1200,
  stepMinutes: 60,
  fullEvery: 0,
  processes: lives('rooms-0', ['1.8.0', '1.8.1'], [0, 37, 90]),
  leaks: {},
  quiet: ['github.com/ThreeDotsLabs/watermill/pubsub/gochannel.(*GoChannel).Subscribe.func1'],
  note: 'Nothing leaks: a room is open for five hours on average, and more of them are opened each day.',
}
