import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'market',
  about: 'Sends prices to traders over WebSocket.',
  start: '2026-10-05T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 60,
  fullEvery: 0,
  processes: lives('market-0', ['2.2.0'], [0, 114]),
  leaks: {},
  quiet: ['main.quotes', 'main.market.func1', 'net/http.(*conn).serve'],
  note: 'Nothing leaks: traders stay for hours and come by day, two fifths more from day to day. They are hijacked connections, which nobody counts as load.',
}
