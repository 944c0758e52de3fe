import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'branches',
  about: 'Runs commands on the machines of branches.',
  start: '2026-10-21T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 60,
  fullEvery: 0,
  processes: lives('branches-0', ['6.3.0'], [0, 100]),
  leaks: {
    clients: {
      any: [
        'golang.org/x/crypto/ssh.(*mux).loop',
        'golang.org/x/crypto/ssh.(*handshakeTransport).readLoop',
        'golang.org/x/crypto/ssh.(*handshakeTransport).kexLoop',
        'golang.org/x/crypto/ssh.(*Client).handleGlobalRequests',
        'golang.org/x/crypto/ssh.(*Client).handleChannelOpens',
        'golang.org/x/crypto/ssh.NewClient.func1',
      ],
      cause: '113',
    },
  },
  quiet: [],
  note: 'Four of 100 commands cannot begin and leave their client open; healthy clients come and go with the day, 1 to 10 at a time.',
}
