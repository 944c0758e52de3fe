import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'sync',
  about: 'Syncs with a partner over WebSocket.',
  start: '2026-10-01T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 30,
  fullEvery: 0,
  processes: lives('sync-0', ['2.4.0', '2.4.0', '2.4.1', '2.4.1', '2.4.2'], [0, 9, 16, 26, 33, 44]),
  leaks: { websockets: { any: ['github.com/coder/websocket.(*Conn).timeoutLoop'], cause: '126' } },
  quiet: [],
  note: 'Syncs with one of the partners (4 an hour) never close their WebSocket. The process is restarted every 7 to 11 hours.',
}
