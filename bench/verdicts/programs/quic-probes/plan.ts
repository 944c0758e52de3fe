import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'probes',
  about: 'Probes sites over QUIC.',
  start: '2026-10-20T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 50,
  fullEvery: 0,
  processes: lives('probes-0', ['0.3.0'], [0, 62]),
  leaks: {
    connections: {
      any: [
        'github.com/quic-go/quic-go.(*Transport).listen',
        'github.com/quic-go/quic-go.(*Transport).runSendQueue',
        'github.com/quic-go/quic-go.(*Conn).run',
        'github.com/quic-go/quic-go.(*sendQueue).Run',
      ],
      cause: '109',
    },
  },
  quiet: [],
  note: 'Probes that fail half way (5 % of 12 an hour) leave their connection and its transport, which keep themselves alive.',
}
