import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'prices',
  about: 'Tells customers their prices, from a cache for each.',
  start: '2026-09-15T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 60,
  fullEvery: 0,
  processes: [
    ...lives('prices-0', ['8.0.0'], [0, 64]),
    ...lives('prices-1', ['8.0.0', '8.0.1'], [0, 31, 64]),
  ],
  leaks: {},
  quiet: ['github.com/hashicorp/golang-lru/v2/expirable.NewLRU[...].func1'],
  note: 'Nothing leaks: one cache for each of 340 customers with a long tail, each with the goroutine that expires its entries.',
}
