import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'gateway',
  about: 'Devices connect to it.',
  start: '2026-11-09T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 45,
  fullEvery: 0,
  processes: lives('gateway-0', ['1.0.0'], [0, 84]),
  leaks: {},
  quiet: ['main.serve', 'github.com/hashicorp/yamux.(*Session).recv'],
  note: 'Nothing leaks: a fleet of 130 devices is rolled out, half of them on the first day; each is connected for 8 hours to some days.',
}
