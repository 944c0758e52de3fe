import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'orders',
  about: 'Works on orders from Kafka, a worker for each partition.',
  start: '2026-10-07T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 50,
  fullEvery: 0,
  processes: lives('orders-0', ['5.0.0'], [0, 70]),
  leaks: {},
  quiet: ['main.(*worker).work'],
  note: 'Nothing leaks: the topic grows from 12 to 48 partitions in five steps within two days, and each has a worker.',
}
