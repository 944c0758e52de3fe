import { between, scaled } from '../chance.ts'
import { busyWorkers } from '../counting.ts'
import { metKeys, requestsToMeet, zipfKeys } from '../keys.ts'
import { byTheClock, perRequest } from '../leak.ts'
import { replaced } from '../lives.ts'
import type { Phenomenon } from '../service.ts'
import { JANITOR, POOLED } from '../stacks.ts'
import { dailyTraffic, flatTraffic } from '../traffic.ts'

/** Spot instances: each is taken away after one to eight hours, and its successor meets its tenants anew. */
export const SPOT_RESTARTS: Phenomenon = {
  name: 'spot restarts',
  variants: ['by day', 'flat'],
  service: ({ variant, random, instances, leaking }) => {
    const spanHours = 24 * Math.round(between(random, 2, 5))
    const weekHour = 24 * Math.floor(between(random, 0, 5))
    const keys = zipfKeys(Math.round(scaled(random, 30, 120)), between(random, 0.3, 1))
    const requestsPerHour = requestsToMeet(keys, 0.95) / between(random, 2, 6)
    const perHour = scaled(random, 10, 60)
    const byDay = variant === 'by day'
    return {
      spanHours,
      weekHour,
      stepMinutes: 5,
      traffic: byDay ? dailyTraffic(weekHour, random) : flatTraffic,
      requestsPerHour,
      lives: replaced(instances, spanHours, [1, 8], random),
      stacks: [
        { signatures: [JANITOR], counts: (_, chance) => metKeys(keys, chance) },
        { signatures: [POOLED], counts: (_, chance) => busyWorkers(20, chance) },
      ],
      leak: byDay ? perRequest(leaking, perHour / requestsPerHour) : byTheClock(leaking, perHour),
    }
  },
}
