import type { Plan, PlannedProcess } from '../plan.ts'

/** An instance begins every hour of the day's first half and lives for 2 to 9 hours, as an autoscaler wants it. */
const fleet = (days: number): PlannedProcess[] =>
  Array.from({ length: days * 8 }, (_, i) => {
    const from = Math.floor(i / 8) * 24 + 4 + (i % 8)
    return { instance: `answers-${i}`, version: '9.4.0', from, until: from + 2 + ((i * 5) % 8) }
  })

export const plan: Plan = {
  service: 'answers',
  about: 'Answers requests; instances come and go with the traffic.',
  start: '2026-09-22T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 20,
  fullEvery: 0,
  processes: [...fleet(2), { instance: 'answers-base', version: '9.4.0', from: 0, until: 42 }],
  leaks: {},
  quiet: ['github.com/valyala/fasthttp.(*workerPool).workerFunc'],
  note: 'Nothing leaks: each instance is found by ever more clients in its first two hours, while the traffic of the day rises, and is ended by the autoscaler before its pool would shrink.',
}
