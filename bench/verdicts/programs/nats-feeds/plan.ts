import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'feeds',
  about: 'Keeps the feeds of customers who are logged in.',
  start: '2026-09-07T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 90,
  fullEvery: 6,
  processes: lives('feeds-0', ['4.2.0'], [0, 112]),
  leaks: { subscriptions: { any: ['github.com/nats-io/nats.go.(*Conn).waitForMsgs'], cause: '52' } },
  quiet: ['main.follow.func2'],
  note: 'Sessions that end by an error (0.7 %) keep their subscription; healthy ones of the same stack swing with the day from 15 to 280.',
}
