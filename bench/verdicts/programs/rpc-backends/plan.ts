import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'router',
  about: 'Routes requests to backends.',
  start: '2026-10-14T02:00:00Z',
  timeScale: 1200,
  stepMinutes: 60,
  fullEvery: 0,
  processes: lives('router-0', ['0.8.0'], [0, 72]),
  leaks: {},
  quiet: ['net/rpc.(*Client).input'],
  note: 'Nothing leaks: a client for each of 96 backends, made when it is first asked; now and then a backend is moved and its client closed.',
}
