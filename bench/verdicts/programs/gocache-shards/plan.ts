import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'admin',
  about: 'Keeps the sessions of administrators.',
  start: '2026-10-29T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 60,
  fullEvery: 0,
  processes: lives('admin-0', ['0.4.1'], [0, 90]),
  leaks: {},
  quiet: ['github.com/patrickmn/go-cache.(*janitor).Run'],
  note: 'Nothing leaks: 72 shards, each made when the first of its keys comes; sessions are few, so the last come on the third day.',
}
