import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'webhooks',
  about: 'Delivers webhooks, and tries again where nobody answers.',
  start: '2026-11-02T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 80,
  fullEvery: 6,
  processes: [...lives('webhooks-0', ['6.1.0'], [0, 100]), ...lives('webhooks-1', ['6.1.0'], [0, 100])],
  leaks: { deliveries: { any: ['main.deliver'], cause: null } },
  quiet: ['net/http.(*conn).serve'],
  note: 'Addresses that are gone (1 %) are retried for ever: nobody set MaxElapsedTime. Healthy retries of the same stack end after some hours.',
}
