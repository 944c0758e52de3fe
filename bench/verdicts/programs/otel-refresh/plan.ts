import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'checkout',
  about: 'Takes orders, traced by OpenTelemetry.',
  start: '2026-10-13T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 45,
  fullEvery: 0,
  processes: ['checkout-0', 'checkout-1', 'checkout-2'].flatMap((name) => lives(name, ['12.0.3'], [0, 50])),
  leaks: {
    providers: {
      any: ['go.opentelemetry.io/otel/sdk/trace.(*batchSpanProcessor).processQueue'],
      cause: '127',
    },
  },
  quiet: [],
  note: 'One of three instances gets its sampling by push (1.3 an hour) and makes a new provider each time, without shutting the old one down.',
}
