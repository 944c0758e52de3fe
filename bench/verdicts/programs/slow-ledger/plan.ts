import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'entries',
  about: 'Posts entries to a ledger.',
  start: '2026-11-03T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 60,
  fullEvery: 0,
  processes: lives('entries-0', ['1.1.0'], [0, 72]),
  leaks: {},
  quiet: ['main.post', 'net/http.(*conn).serve'],
  note: 'Nothing leaks: from hour 20 to 58 a ledger becomes slower and slower, up to twentyfold, and more entries are under way; then it is as fast as before.',
}
