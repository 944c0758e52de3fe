import type { Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'rollup',
  about: 'Rolls up what an hour brought: a pod an hour.',
  start: '2026-10-20T00:00:00Z',
  timeScale: 720,
  stepMinutes: 2,
  fullEvery: 0,
  processes: Array.from({ length: 26 }, (_, hour) => ({
    instance: `rollup-${29_000_000 + hour * 60}`,
    version: '1.0.0',
    from: hour,
    until: hour + 0.28,
  })),
  leaks: {},
  quiet: ['main.conn.listen'],
  note: 'Nothing leaks: each pod opens up to 60 connections as it finds ever more work, and ends after a quarter of an hour.',
}
