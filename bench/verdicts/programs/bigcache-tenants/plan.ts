import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'prices',
  about: 'Keeps the prices of tenants.',
  start: '2026-10-07T08:00:00Z',
  timeScale: 1200,
  stepMinutes: 60,
  fullEvery: 0,
  processes: [...lives('prices-0', ['6.0.0'], [0, 76]), ...lives('prices-1', ['6.0.0'], [0, 76])],
  leaks: {},
  quiet: ['github.com/allegro/bigcache/v3.newBigCache.func1'],
  note: 'Nothing leaks: 80 tenants, met one by one, each with a cache for good.',
}
