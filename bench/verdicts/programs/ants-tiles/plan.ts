import type { Plan, PlannedProcess } from '../plan.ts'

/** An instance begins every three hours and lives for four to eight, as an autoscaler wants it. */
const fleet: PlannedProcess[] = Array.from({ length: 12 }, (_, i) => ({
  instance: `tiles-${i}`,
  version: '1.4.0',
  from: i * 3,
  until: i * 3 + 4 + ((i * 3) % 5),
}))

export const plan: Plan = {
  service: 'tiles',
  about: 'Draws maps; instances come and go.',
  start: '2026-10-15T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 15,
  fullEvery: 0,
  processes: fleet,
  leaks: {
    pools: {
      any: [
        'github.com/panjf2000/ants/v2.(*poolCommon).purgeStaleWorkers',
        'github.com/panjf2000/ants/v2.(*poolCommon).ticktock',
      ],
      cause: '137',
    },
  },
  quiet: [],
  note: 'Maps that are cancelled (8 %) leave their pool unreleased; each instance lives for 4 to 8 hours. Healthy pools live for ten minutes.',
}
