import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'tenants',
  about: 'Opens tenants on demand and watches their configuration.',
  start: '2026-10-05T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 60,
  fullEvery: 0,
  processes: lives('tenants-0', ['2.0.0'], [0, 110]),
  leaks: { watchers: { any: ['github.com/fsnotify/fsnotify.(*inotify).readEvents'], cause: '67' } },
  quiet: ['net/http.(*conn).serve'],
  note: 'From hour 52 on one of ten configurations cannot be read, and the error path forgets Close. Some seven healthy watchers come and go.',
}
