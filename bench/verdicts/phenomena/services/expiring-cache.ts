import { between, scaled } from '../chance.ts'
import { liveKeys, requestsToMeet, zipfKeys } from '../keys.ts'
import { perRequest } from '../leak.ts'
import { standing } from '../lives.ts'
import type { Phenomenon } from '../service.ts'
import { CACHED } from '../stacks.ts'
import { busyHours, dailyTraffic } from '../traffic.ts'

/** Hours that an entry stays without a request. */
const TTLS = { '1 h': 1, '12 h': 12, '36 h': 36 } as const

/** A goroutine for each entry of a cache, which ends when nobody has asked for the entry for long enough. */
export const EXPIRING_CACHE: Phenomenon = {
  name: 'a cache with a time to live',
  variants: Object.keys(TTLS),
  service: ({ variant, random, instances, leaking }) => {
    const ttlHours = TTLS[variant as keyof typeof TTLS]
    const spanHours = 24 * Math.round(between(random, 3, 6))
    const weekHour = 24 * Math.floor(between(random, 0, 5))
    const traffic = dailyTraffic(weekHour, random)
    const keys = zipfKeys(Math.round(scaled(random, 80, 300)), between(random, 0.6, 1.1))
    const requests = requestsToMeet(keys, 0.95)
    return {
      spanHours,
      weekHour,
      stepMinutes: 10,
      traffic,
      requestsPerHour: requests / busyHours(traffic, spanHours),
      lives: standing(instances, spanHours),
      stacks: [{ signatures: [CACHED], counts: (_, chance) => liveKeys(keys, ttlHours, chance) }],
      leak: perRequest(leaking, scaled(random, 60, 400) / requests),
    }
  },
}
