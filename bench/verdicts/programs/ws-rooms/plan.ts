import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'rooms',
  about: 'A chat with rooms over WebSocket.',
  start: '2026-09-14T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 90,
  fullEvery: 7,
  processes: lives('rooms-0', ['1.9.3', '1.9.4'], [0, 30, 120]),
  leaks: { writers: { any: ['main.(*member).write'], cause: '76' } },
  quiet: ['main.(*member).read'],
  note: 'The channel of a member that a moderator kicked (0.8 %) is never closed, so its writer stays; healthy writers swing with the day from 12 to 290.',
}
