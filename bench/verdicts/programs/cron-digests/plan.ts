import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'digests',
  about: 'Sends digests by a schedule.',
  start: '2026-10-07T00:00:00Z',
  timeScale: 1440,
  stepMinutes: 75,
  fullEvery: 0,
  processes: lives('digests-0', ['0.8.0'], [0, 144]),
  leaks: {
    requests: {
      any: ['main.digests.func1', 'net/http.(*persistConn).readLoop', 'net/http.(*persistConn).writeLoop'],
      cause: '10',
    },
  },
  quiet: [],
  note: 'A partner often never answers, in office hours only; requests to it wait for ever. The begin is a Wednesday, so two days are a weekend.',
}
