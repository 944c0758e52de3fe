import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'reports',
  about: 'Makes reports, twenty at once at most.',
  start: '2026-10-12T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 60,
  fullEvery: 0,
  processes: lives('reports-0', ['1.0.7'], [0, 100]),
  leaks: { reports: { any: ['golang.org/x/sync/semaphore.(*Weighted).Acquire'], cause: '169' } },
  quiet: ['net/http.(*conn).serve'],
  note: 'Reports that fail (6 %) keep their permit. When all twenty are gone, after days of health, every report waits for ever.',
}
