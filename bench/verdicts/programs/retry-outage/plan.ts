import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'events',
  about: 'Delivers events, and tries again for a day.',
  start: '2026-11-16T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 45,
  fullEvery: 0,
  processes: [...lives('events-0', ['2.0.2'], [0, 80]), ...lives('events-1', ['2.0.2'], [0, 80])],
  leaks: {},
  quiet: ['main.deliver', 'net/http.(*conn).serve'],
  note: 'Nothing leaks: while the receiver is down (hours 20 to 26 and 62 to 73) every event waits for its next try, and is delivered afterwards.',
}
