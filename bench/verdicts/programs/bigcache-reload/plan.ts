import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'settings',
  about: 'Answers what is switched on for whom.',
  start: '2026-11-17T07:00:00Z',
  timeScale: 1200,
  stepMinutes: 20,
  fullEvery: 0,
  processes: [
    ...lives('settings-a', ['7.1.0', '7.1.0', '7.1.0'], [0, 5.4, 12.1, 19]),
    ...lives('settings-b', ['7.1.0', '7.1.0', '7.1.0', '7.1.0'], [1, 7.2, 11.5, 18, 26]),
  ],
  leaks: { caches: { any: ['github.com/allegro/bigcache/v3.newBigCache.func1'], cause: '139' } },
  quiet: [],
  note: 'Settings are read anew every 22 minutes, each time with a new cache; the former one is not closed.',
}
