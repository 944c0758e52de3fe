import { between, scaled } from '../chance.ts'
import { busyWorkers, churning } from '../counting.ts'
import { perRequest } from '../leak.ts'
import { standing } from '../lives.ts'
import type { Phenomenon } from '../service.ts'
import { POOLED, STREAM } from '../stacks.ts'
import { busyHours, dailyTraffic } from '../traffic.ts'

/** Hours that the clocks of three instances are ahead. None is far ahead: such a profile is refused. */
const AHEAD = {
  'by minutes': [0.05, -0.05, 0.02],
  'by three hours': [0.05, -3, -0.05],
} as const

/** Clocks that differ by instance, under a load that waves by the day. */
export const CLOCKS: Phenomenon = {
  name: 'clocks that differ',
  variants: Object.keys(AHEAD),
  service: ({ variant, random, instances, leaking }) => {
    const spanHours = 24 * Math.round(between(random, 2, 5))
    const weekHour = 24 * Math.floor(between(random, 0, 5))
    const traffic = dailyTraffic(weekHour, random)
    const ahead = AHEAD[variant as keyof typeof AHEAD]
    const level = scaled(random, 20, 200)
    return {
      spanHours,
      weekHour,
      stepMinutes: 10,
      traffic,
      requestsPerHour: 1000,
      lives: standing(instances + 1, spanHours).map((life, i) => ({ ...life, clockAhead: ahead[i] ?? 0 })),
      stacks: [
        { signatures: [POOLED], counts: (_, chance) => busyWorkers(level, chance) },
        {
          signatures: [STREAM],
          counts: (_, chance) => churning(1, (hour) => level * (0.2 + traffic(hour)), chance),
        },
      ],
      leak: perRequest(leaking, scaled(random, 60, 400) / (1000 * busyHours(traffic, spanHours))),
    }
  },
}
