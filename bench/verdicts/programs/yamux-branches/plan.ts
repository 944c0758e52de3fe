import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'stock',
  about: 'Asks the branches what they have in stock.',
  start: '2026-11-03T06:00:00Z',
  timeScale: 1200,
  stepMinutes: 30,
  fullEvery: 0,
  processes: lives('stock-0', ['1.1.0', '1.1.1', '1.2.0', '1.2.0'], [0, 11, 29, 44, 60]),
  leaks: {
    sessions: {
      any: ['recv', 'send', 'keepalive'].map((loop) => `github.com/hashicorp/yamux.(*Session).${loop}`),
      cause: '111',
    },
  },
  quiet: [],
  note: 'A branch that wants another session (6 % of the calls) gets one, and the former is never closed; 12 sessions are in use.',
}
