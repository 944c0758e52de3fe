import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'plans',
  about: 'Runs the jobs of customers by their plans.',
  start: '2026-10-22T00:00:00Z',
  timeScale: 1440,
  stepMinutes: 60,
  fullEvery: 0,
  processes: lives('plans-0', ['2.0.0'], [0, 132]),
  leaks: {
    schedulers: {
      any: [
        'github.com/go-co-op/gocron/v2.NewScheduler.func1',
        'github.com/go-co-op/gocron/v2.(*executor).start',
      ],
      cause: '135',
    },
  },
  quiet: [],
  note: 'A customer that changes its plan, in office hours, gets a scheduler anew, and the former is not shut down; it begins with 20.',
}
