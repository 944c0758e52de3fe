import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'polls',
  about: 'Long polls of tenants, labelled by tenant.',
  start: '2026-11-09T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 60,
  fullEvery: 0,
  processes: lives('polls-0', ['4.0.0'], [0, 60]),
  leaks: {},
  quiet: ['main.wait', 'main.polls.func2.1'],
  note: 'Nothing leaks: tenants move in, ever more slowly, and each polls three times an hour. A poll lasts 25 minutes.',
}
