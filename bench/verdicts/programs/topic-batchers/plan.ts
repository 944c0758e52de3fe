import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'batches',
  about: 'Gathers the events of topics and sends them in batches.',
  start: '2026-11-02T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 60,
  fullEvery: 0,
  processes: lives('batches-0', ['2.6.0'], [0, 110]),
  leaks: {},
  quiet: ['main.batch', 'golang.org/x/sync/errgroup.(*Group).Go.func1'],
  note: 'Nothing leaks: a batcher ends 16 hours after the last event of its topic, so on the first day none ends, and later as many end as come.',
}
