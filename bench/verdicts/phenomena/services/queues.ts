import { between, scaled } from '../chance.ts'
import { queueing } from '../counting.ts'
import { perRequest } from '../leak.ts'
import { standing } from '../lives.ts'
import type { Phenomenon } from '../service.ts'
import { LOCKED, QUEUED } from '../stacks.ts'
import { busyHours, dailyTraffic } from '../traffic.ts'

const SPAN_DAYS = [2, 5] as const

/** A store is slow for hours: requests wait behind it, and are worked off when it is well again. */
export const SLOW_STORE: Phenomenon = {
  name: 'a queue behind a slow store',
  variants: ['an hour', 'half a day'],
  service: ({ variant, random, instances, leaking }) => {
    const spanHours = 24 * Math.round(between(random, ...SPAN_DAYS))
    const weekHour = 24 * Math.floor(between(random, 0, 5))
    const traffic = dailyTraffic(weekHour, random)
    const slow = variant === 'an hour' ? between(random, 0.7, 2) : between(random, 6, 14)
    const begin = between(random, 0.1, 0.6) * spanHours
    const waiting = scaled(random, 60, 600)
    const comes = waiting / slow
    // It has room for all that comes, then for a tenth; what has piled up is worked off at twice the pace.
    const served = (hour: number): number => (hour >= begin && hour < begin + slow ? comes / 10 : comes * 3)
    return {
      spanHours,
      weekHour,
      stepMinutes: 10,
      traffic,
      requestsPerHour: 1000,
      lives: standing(instances, spanHours),
      stacks: [
        {
          signatures: [QUEUED],
          counts: (_, chance) => queueing((__, busy) => comes * (0.3 + 0.7 * busy), served, chance),
        },
      ],
      leak: perRequest(leaking, scaled(random, 60, 400) / (1000 * busyHours(traffic, spanHours))),
    }
  },
}

/** More come to a lock by day than it lets through; the queue is gone in the morning. */
export const LOCK_QUEUE: Phenomenon = {
  name: 'a queue at a lock',
  variants: ['drained by midnight', 'drained by morning'],
  service: ({ variant, random, instances, leaking }) => {
    const spanHours = 24 * Math.round(between(random, ...SPAN_DAYS))
    const weekHour = 24 * Math.floor(between(random, 0, 5))
    const traffic = dailyTraffic(weekHour, random)
    const comes = scaled(random, 15, 120)
    // Of a day's average: what is let through, day and night.
    const served =
      comes * (variant === 'drained by midnight' ? between(random, 1.8, 2.3) : between(random, 1.2, 1.5))
    return {
      spanHours,
      weekHour,
      stepMinutes: 10,
      traffic,
      requestsPerHour: 1000,
      lives: standing(instances, spanHours),
      stacks: [
        {
          signatures: [LOCKED],
          counts: (_, chance) =>
            queueing(
              (__, busy) => comes * busy,
              () => served,
              chance,
            ),
        },
      ],
      leak: perRequest(leaking, scaled(random, 60, 400) / (1000 * busyHours(traffic, spanHours))),
    }
  },
}
