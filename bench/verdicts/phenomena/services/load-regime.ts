import { between, scaled } from '../chance.ts'
import { busyWorkers, churning } from '../counting.ts'
import { byTheClock, perRequest } from '../leak.ts'
import { standing } from '../lives.ts'
import type { Phenomenon } from '../service.ts'
import { POOLED, STREAM } from '../stacks.ts'
import { busyHours, dailyTraffic, flatTraffic } from '../traffic.ts'

/** Traffic doubles for good; a feed doubles its subscribers while requests stay; clients become more and more. */
export const LOAD_REGIME: Phenomenon = {
  name: 'another load',
  variants: ['doubled traffic', 'doubled feed', 'growing connections'],
  service: ({ variant, random, instances, leaking }) => {
    const spanHours = 168
    const weekHour = 24 * Math.floor(between(random, 0, 3))
    const isTraffic = variant === 'doubled traffic'
    const daily = isTraffic ? dailyTraffic(weekHour, random) : flatTraffic
    const at = 48 + between(random, 0, 24)
    const traffic = (hour: number): number => daily(hour) * (isTraffic && hour >= at ? 2 : 1)
    const level = scaled(random, 20, 120)
    const ramp = between(random, 1, 24)
    const doublings = between(random, 1.5, 4)
    const subscribers = (hour: number): number => {
      if (isTraffic) return level * (0.2 + traffic(hour))
      if (variant === 'doubled feed') return level * (1 + Math.min(1, Math.max(0, (hour - at) / ramp)))
      return level * 2 ** ((doublings * hour) / spanHours)
    }
    const stays = between(random, 0.5, 4)
    const total = scaled(random, 60, 400)
    return {
      spanHours,
      weekHour,
      stepMinutes: 10,
      traffic,
      requestsPerHour: 1000,
      lives: standing(instances, spanHours),
      stacks: [
        { signatures: [STREAM], counts: (_, chance) => churning(stays, subscribers, chance) },
        { signatures: [POOLED], counts: (_, chance) => busyWorkers(level, chance) },
      ],
      leak: isTraffic
        ? perRequest(leaking, total / (1000 * busyHours(traffic, spanHours)))
        : byTheClock(leaking, total / spanHours),
    }
  },
}
