import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'exports',
  about: 'Makes exports, so many an hour.',
  start: '2026-10-27T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 60,
  fullEvery: 0,
  processes: lives('exports-0', ['1.0.2'], [0, 96]),
  leaks: {},
  quiet: ['golang.org/x/time/rate.(*Limiter).wait', 'main.exports.func2'],
  note: 'Nothing leaks: by day more exports are asked for than the limiter lets through, some 150 wait in the evening, and the night drains them.',
}
