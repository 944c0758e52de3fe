import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'deliveries',
  about: 'Delivers what was ordered on the next day.',
  start: '2026-11-19T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 45,
  fullEvery: 0,
  processes: lives('deliveries-0', ['2.1.0'], [0, 80]),
  leaks: {},
  quiet: ['main.deliver'],
  note: 'Nothing leaks: an order waits for 20 to 30 hours, so on the first day none ends, and later as many end as come.',
}
