import { between, scaled } from '../chance.ts'
import { busyWorkers, churning } from '../counting.ts'
import { metKeys, requestsToMeet, zipfKeys } from '../keys.ts'
import { byTheClock } from '../leak.ts'
import { standing } from '../lives.ts'
import type { Phenomenon } from '../service.ts'
import { JANITOR, POOLED, STREAM } from '../stacks.ts'
import { busyHours, dailyTraffic } from '../traffic.ts'

/** Minutes between two snapshots, and days watched. */
const RATES = {
  '15 s': { stepMinutes: 0.25, days: 1 },
  '30 min': { stepMinutes: 30, days: 4 },
  '1 h': { stepMinutes: 60, days: 7 },
} as const

/** The same service sampled often and seldom. */
export const SAMPLING: Phenomenon = {
  name: 'sampling',
  variants: Object.keys(RATES),
  service: ({ variant, random, instances, leaking }) => {
    const { stepMinutes, days } = RATES[variant as keyof typeof RATES]
    const spanHours = days * 24
    const weekHour = 24 * Math.floor(between(random, 0, 5))
    const traffic = dailyTraffic(weekHour, random)
    const level = scaled(random, 20, 100)
    const keys = zipfKeys(Math.round(level), between(random, 0, 1))
    return {
      spanHours,
      weekHour,
      stepMinutes,
      traffic,
      requestsPerHour: requestsToMeet(keys, 0.95) / busyHours(traffic, spanHours * between(random, 0.4, 0.8)),
      lives: standing(instances, spanHours),
      stacks: [
        { signatures: [JANITOR], counts: (_, chance) => metKeys(keys, chance) },
        { signatures: [POOLED], counts: (_, chance) => busyWorkers(level, chance) },
        {
          signatures: [STREAM],
          counts: (_, chance) => churning(1, (hour) => level * (0.2 + traffic(hour)), chance),
        },
      ],
      leak: byTheClock(leaking, scaled(random, 60, 400) / spanHours),
    }
  },
}
