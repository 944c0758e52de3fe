import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'gateway',
  about: 'Passes requests of tenants on over gRPC.',
  start: '2026-10-22T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 60,
  fullEvery: 0,
  processes: lives('gateway-0', ['1.1.0', '1.2.0'], [0, 44, 104]),
  leaks: {},
  quiet: [
    'google.golang.org/grpc/internal/grpcsync.(*CallbackSerializer).run',
    'google.golang.org/grpc/internal/transport.(*http2Client).reader',
    'google.golang.org/grpc/internal/transport.(*loopyWriter).run',
  ],
  note: 'Nothing leaks: a connection for each of 70 tenants, met one by one with a long tail, and kept. Five goroutines each.',
}
