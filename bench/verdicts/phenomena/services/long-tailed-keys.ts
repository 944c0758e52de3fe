import { between, scaled } from '../chance.ts'
import { metKeys, requestsToMeet, zipfKeys } from '../keys.ts'
import { perRequest } from '../leak.ts'
import { standing } from '../lives.ts'
import type { Phenomenon } from '../service.ts'
import { FLUSHER, JANITOR } from '../stacks.ts'
import { busyHours, dailyTraffic } from '../traffic.ts'

/** Hours watched, by variant. */
const SPANS = { 'half a day': 12, 'three days': 72, 'a week': 168, 'two ages': 96 } as const

/** One goroutine or two for each tenant, from its first request on; a leak per request under the same traffic. */
export const LONG_TAILED_KEYS: Phenomenon = {
  name: 'keys met one by one',
  variants: Object.keys(SPANS),
  service: ({ variant, random, instances, leaking }) => {
    const spanHours = SPANS[variant as keyof typeof SPANS]
    const short = spanHours < 24
    const weekHour = 24 * Math.floor(between(random, 0, 5)) + (short ? between(random, 5, 9) : 0)
    const traffic = dailyTraffic(weekHour, random)
    const keys = zipfKeys(Math.round(scaled(random, 60, 400)), between(random, 0.6, 1.2))
    const requests = requestsToMeet(keys, between(random, 0.6, 0.98))
    const pair = random.uniform() < 0.5
    const lives =
      variant === 'two ages'
        ? standing(2, spanHours).map((life, i) => ({
            ...life,
            from: i * between(random, 0.3, 0.5) * spanHours,
          }))
        : standing(instances, spanHours)
    return {
      spanHours,
      weekHour,
      stepMinutes: short ? 5 : 10,
      traffic,
      requestsPerHour: requests / busyHours(traffic, spanHours),
      lives,
      stacks: [
        {
          signatures: pair ? [JANITOR, FLUSHER] : [JANITOR],
          counts: (_, chance) => metKeys(keys, chance),
        },
      ],
      leak: perRequest(leaking, scaled(random, 40, 400) / requests),
    }
  },
}
