import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'baskets',
  about: 'Keeps the baskets of customers.',
  start: '2026-09-22T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 60,
  fullEvery: 0,
  processes: [...lives('baskets-0', ['3.0.0'], [0, 90]), ...lives('baskets-1', ['3.0.0'], [2, 90])],
  leaks: {},
  quiet: ['github.com/jellydator/ttlcache/v3.(*Cache[...]).Start'],
  note: 'Nothing leaks: customers are met one by one, 48 are kept at most, and one that was away for 36 hours is dropped.',
}
