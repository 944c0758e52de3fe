import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'ledger',
  about: 'Answers customers and makes reports from a database.',
  start: '2026-09-28T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 60,
  fullEvery: 0,
  processes: lives('ledger-0', ['2.0.0', '2.0.0', '2.0.1', '2.1.0'], [0, 22, 50, 74, 104]),
  leaks: { databases: { any: ['database/sql.(*DB).connectionOpener'], cause: '11' } },
  quiet: [],
  note: 'Each report (0.8 an hour) opens a database and never closes it; four deploys cut the lives to a day each.',
}
