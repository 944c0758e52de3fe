import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'orders',
  about: 'Keeps orders in a database.',
  start: '2026-10-06T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 60,
  fullEvery: 0,
  processes: [...lives('orders-0', ['2.2.0'], [0, 100]), ...lives('orders-1', ['2.2.0'], [0, 100])],
  leaks: {},
  quiet: ['main.(*conn).watch'],
  note: 'Nothing leaks: the pool keeps the connections that its largest burst so far asked for, 90 at most, and traffic grows by 15 % a day.',
}
