import { between, scaled } from '../chance.ts'
import { metKeys, requestsToMeet, zipfKeys } from '../keys.ts'
import { byTheClock } from '../leak.ts'
import { deployed } from '../lives.ts'
import type { Phenomenon } from '../service.ts'
import { POOLED } from '../stacks.ts'
import { busyHours, dailyTraffic } from '../traffic.ts'

/** Workers of a pool, by version. */
const CEILINGS: Readonly<Record<string, number>> = { v1: 24, v2: 96 }
/** Releases by variant, with the share of the span at which each comes. */
const RELEASES: Readonly<Record<string, readonly (readonly [string, number])[]>> = {
  'v1, v2': [
    ['v1', 0],
    ['v2', 0.4],
  ],
  'v1, v2 late': [
    ['v1', 0],
    ['v2', 0.75],
  ],
  'v1, v2, v1, v2': [
    ['v1', 0],
    ['v2', 0.25],
    ['v1', 0.35],
    ['v2', 0.6],
  ],
}

/** A pool that each life fills anew, to another ceiling in each version; the leak comes with the second. */
export const UNLIKE_VERSIONS: Phenomenon = {
  name: 'lives of unlike versions',
  variants: Object.keys(RELEASES),
  service: ({ variant, random, instances, leaking }) => {
    const spanHours = 24 * Math.round(between(random, 3, 7))
    const weekHour = 24 * Math.floor(between(random, 0, 5))
    const traffic = dailyTraffic(weekHour, random)
    const releases = (RELEASES[variant] ?? []).map(([version, share]) => ({ version, at: share * spanHours }))
    // The pool of a version is nearly full after half a day to a day and a half.
    const requestsPerHour = 1000
    const filled = between(random, 12, 36) * requestsPerHour
    const pools = new Map(
      Object.entries(CEILINGS).map(([version, ceiling]) => {
        const slots = zipfKeys(ceiling, 0)
        return [version, { slots, pace: requestsToMeet(slots, 0.95) / filled }] as const
      }),
    )
    const perHour = scaled(random, 60, 400) / (spanHours * 0.4)
    return {
      spanHours,
      weekHour,
      stepMinutes: 10,
      traffic,
      requestsPerHour: (requestsPerHour * spanHours) / busyHours(traffic, spanHours),
      lives: deployed(instances, spanHours, releases),
      stacks: [
        {
          signatures: [POOLED],
          counts: ({ version = 'v1' }, chance) => {
            const { slots, pace } = pools.get(version) ?? { slots: zipfKeys(1, 0), pace: 1 }
            const workers = metKeys(slots, chance)
            return (moment) => workers({ ...moment, requests: moment.requests * pace })
          },
        },
      ],
      leak: byTheClock(leaking, perHour, (_, { version }) => version === 'v2'),
    }
  },
}
