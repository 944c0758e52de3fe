import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'portal',
  about: 'Tells customers of their orders over GraphQL subscriptions.',
  start: '2026-10-12T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 60,
  fullEvery: 6,
  processes: [...lives('portal-0', ['7.7.0'], [0, 90]), ...lives('portal-1', ['7.7.0'], [0, 90])],
  leaks: { deliveries: { any: ['main.(*resolver).deliver'], cause: '78' } },
  quiet: [],
  note: 'Who sends an order to a customer who has just left waits for ever (some 2 an hour); healthy ones swing with the day from 4 to 60.',
}
