import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'offers',
  about: 'Collects offers of partners over HTTP/2.',
  start: '2026-10-08T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 60,
  fullEvery: 0,
  processes: [
    ...lives('offers-0', ['3.0.0'], [0, 76]),
    ...lives('offers-1', ['3.0.0', '3.0.1'], [0, 40, 76]),
  ],
  leaks: {
    transports: {
      any: ['net/http.(*http2ClientConn).readLoop', 'net/http.(*http2clientConnReadLoop).run'],
      cause: '6',
    },
  },
  quiet: [],
  note: 'Credentials change 0.9 times an hour in each process; each change makes a transport, and the old one keeps its connection.',
}
