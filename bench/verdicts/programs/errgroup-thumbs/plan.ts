import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'albums',
  about: 'Makes thumbnails of albums.',
  start: '2026-09-02T00:00:00Z',
  timeScale: 720,
  stepMinutes: 12,
  fullEvery: 0,
  processes: lives('albums-0', ['5.5.0'], [6, 20]),
  leaks: { listers: { any: ['main.thumbs.func1', 'main.thumbs'], cause: '171' } },
  quiet: ['net/http.(*conn).serve'],
  note: 'After a broken picture all workers have returned: who lists waits in a send for ever, and the album in Group.Wait for it.',
}
