import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'tunnel',
  about: 'Tunnels between branches and a database.',
  start: '2026-10-19T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 80,
  fullEvery: 6,
  processes: lives('tunnel-0', ['0.9.1'], [0, 120]),
  leaks: { tunnels: { any: ['main.pump'], cause: null } },
  quiet: [],
  note: 'Branches that vanish (1.2 %) send no FIN, and the copies have no deadline: both stay. Healthy tunnels last for hours and swing with the day.',
}
