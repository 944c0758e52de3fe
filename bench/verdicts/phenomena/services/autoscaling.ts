import { between, scaled } from '../chance.ts'
import { busyWorkers } from '../counting.ts'
import { metKeys, requestsToMeet, zipfKeys } from '../keys.ts'
import { perRequest } from '../leak.ts'
import type { Phenomenon, PlannedLife } from '../service.ts'
import { JANITOR, POOLED } from '../stacks.ts'
import { dailyTraffic } from '../traffic.ts'

/** Hours that an instance lives. */
const [SHORTEST, LONGEST] = [2 / 3, 3]
/** The autoscaler looks every five minutes. */
const EVERY = 1 / 12

/** As many instances as the traffic wants, each for forty minutes to three hours; each meets its tenants anew. */
export const AUTOSCALING: Phenomenon = {
  name: 'autoscaling',
  variants: ['pool', 'tenants'],
  service: ({ variant, random, instances, leaking }) => {
    const spanHours = 24 * Math.round(between(random, 1, 3))
    const weekHour = 24 * Math.floor(between(random, 0, 5))
    const traffic = dailyTraffic(weekHour, random)
    const lives: PlannedLife[] = []
    for (let hour = 0; hour < spanHours; hour += EVERY) {
      const alive = lives.filter(({ to }) => to > hour).length
      for (let more = instances + Math.round(traffic(hour)) - alive; more > 0; more--) {
        const to = Math.min(spanHours, hour + between(random, SHORTEST, LONGEST))
        lives.push({ instance: `made-${lives.length + 1}`, from: hour, to })
      }
    }
    const keys = zipfKeys(Math.round(scaled(random, 20, 80)), between(random, 0, 1))
    const requestsPerHour = requestsToMeet(keys, 0.95) / between(random, 0.5, 2)
    return {
      spanHours,
      weekHour,
      stepMinutes: 5,
      // Of one process: more instances take more traffic.
      traffic: (hour) => traffic(hour) / (instances + Math.round(traffic(hour))),
      requestsPerHour,
      lives,
      stacks:
        variant === 'pool'
          ? [{ signatures: [POOLED], counts: (_, chance) => busyWorkers(30, chance) }]
          : [{ signatures: [JANITOR], counts: (_, chance) => metKeys(keys, chance) }],
      leak: perRequest(leaking, scaled(random, 60, 300) / requestsPerHour),
    }
  },
}
