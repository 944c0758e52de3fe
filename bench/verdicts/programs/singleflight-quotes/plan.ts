import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'quotes',
  about: 'Asks partners for quotes, mostly in office hours.',
  start: '2026-09-10T00:00:00Z',
  timeScale: 1440,
  stepMinutes: 90,
  fullEvery: 0,
  processes: lives('quotes-0', ['3.1.0'], [0, 144]),
  leaks: { askers: { any: ['golang.org/x/sync/singleflight.(*Group).Do'], cause: '170' } },
  quiet: [],
  note: 'Twelve routes of a partner never answer; who asks for one of them waits for ever, in office hours only. The begin is a Thursday, so two days are a weekend.',
}
