import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'images',
  about: 'Scales images in a pool of workers.',
  start: '2026-10-13T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 60,
  fullEvery: 0,
  processes: lives('images-0', ['3.3.1'], [0, 96]),
  leaks: {},
  quiet: ['github.com/alitto/pond.worker', 'net/http.(*conn).serve'],
  note: 'Nothing leaks: the pool keeps what the largest burst so far asked for, up to 140, and bursts get larger from day to day.',
}
