import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'imports',
  about: 'Imports price lists of suppliers.',
  start: '2026-09-29T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 60,
  fullEvery: 0,
  processes: lives('imports-0', ['0.9.0'], [0, 96]),
  leaks: { cleaners: { any: ['github.com/jellydator/ttlcache/v3.(*Cache[...]).Start'], cause: '139' } },
  quiet: [],
  note: 'Each import starts the cleaner of its own cache, and none stops it.',
}
