import { between, scaled } from '../chance.ts'
import { churning } from '../counting.ts'
import { metKeys, requestsToMeet, zipfKeys } from '../keys.ts'
import { byTheClock } from '../leak.ts'
import { deployed } from '../lives.ts'
import type { Phenomenon, PlannedLife } from '../service.ts'
import { JANITOR, STREAM } from '../stacks.ts'
import { dailyTraffic } from '../traffic.ts'

/** Hours between two releases, and hours over which a release takes streams over from the one before. */
const RHYTHMS = {
  'twice a day': { every: 12, handOver: 0.2 },
  'blue and green': { every: 36, handOver: 3 },
} as const

/** Rolling releases: streams drain in one life while they fill the next, tenants are met anew in each. */
export const DEPLOYS: Phenomenon = {
  name: 'deploys',
  variants: Object.keys(RHYTHMS),
  service: ({ variant, random, instances, leaking }) => {
    const { every, handOver } = RHYTHMS[variant as keyof typeof RHYTHMS]
    const spanHours = 24 * Math.round(between(random, 3, 6))
    const weekHour = between(random, 0, 96)
    const traffic = dailyTraffic(weekHour, random)
    const offset = between(random, 0.3, 1) * every
    const releases = Array.from({ length: Math.ceil((spanHours - offset) / every) + 1 }, (_, i) => ({
      version: `v${i + 1}`,
      at: i === 0 ? 0 : offset + (i - 1) * every,
    }))
    const keys = zipfKeys(Math.round(scaled(random, 40, 150)), between(random, 0.5, 1))
    const requestsPerHour = requestsToMeet(keys, 0.95) / (every * 0.8)
    const streams = scaled(random, 40, 200)
    // Clients move to the new life within the time of the handing over, then the old one ends.
    const held = ({ from, to }: PlannedLife, hour: number): number =>
      Math.min(from === 0 ? 1 : (hour - from) / handOver, to >= spanHours ? 1 : (to - hour) / handOver, 1)
    return {
      spanHours,
      weekHour,
      stepMinutes: 10,
      traffic,
      requestsPerHour,
      lives: deployed(instances, spanHours, releases).map((life) => ({
        ...life,
        to: Math.min(spanHours, life.to + handOver),
      })),
      stacks: [
        { signatures: [JANITOR], counts: (_, chance) => metKeys(keys, chance) },
        {
          signatures: [STREAM],
          counts: (life, chance) => churning(2, (hour) => streams * held(life, hour), chance),
        },
      ],
      leak: byTheClock(leaking, scaled(random, 40, 300) / every),
    }
  },
}
