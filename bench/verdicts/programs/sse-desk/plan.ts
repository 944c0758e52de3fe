import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'stock',
  about: 'Tells desks what is in stock, over server-sent events.',
  start: '2026-09-28T02:00:00Z',
  timeScale: 1200,
  stepMinutes: 40,
  fullEvery: 6,
  processes: lives('stock-0', ['1.15.0'], [0, 38]),
  leaks: {},
  quiet: ['net/http.(*conn).serve', 'github.com/r3labs/sse/v2.(*Server).ServeHTTP'],
  note: 'Nothing leaks: streams last for hours, up to twenty, and the recording ends at the height of the second day.',
}
