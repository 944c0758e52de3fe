import { lives, type Plan, type PlannedProcess } from '../plan.ts'

const instances: readonly PlannedProcess[] = [0, 1, 2].flatMap((i) =>
  lives(`quotes-${i}`, ['3.3.0', '3.3.1'], [0, 15 + i, 34]),
)

export const plan: Plan = {
  service: 'quotes',
  about: 'Asks suppliers for a quote, and does without after two minutes.',
  start: '2026-11-25T09:00:00Z',
  timeScale: 1200,
  stepMinutes: 30,
  fullEvery: 0,
  processes: instances,
  leaks: { asks: { any: ['main.ask'], cause: '74' } },
  quiet: [],
  note: 'Who asks stays at its send to a channel without a reader where the answer took longer than two minutes, which a slow supplier makes happen in a fifth of the time.',
}
