import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'orders',
  about: 'Watches its stores over gRPC while orders are under way.',
  start: '2026-10-05T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 60,
  fullEvery: 0,
  processes: lives('orders-0', ['4.1.0', '4.1.1', '4.1.1'], [0, 31, 58, 92]),
  leaks: {
    streams: { any: ['google.golang.org/grpc.newClientStreamWithParams.func4'], cause: '168' },
  },
  quiet: [],
  note: 'Orders that return early (4 %) keep their stream, neither read to its end nor cancelled; healthy streams swing with the day from 4 to 30.',
}
