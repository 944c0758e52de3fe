import type { Random } from '../../battery/random.ts'
import { between, scaled } from '../chance.ts'
import { perRequest } from '../leak.ts'
import { standing } from '../lives.ts'
import type { Counting, Phenomenon } from '../service.ts'
import { POOLED } from '../stacks.ts'
import { busyHours, dailyTraffic } from '../traffic.ts'

/** Pools of on-demand workers that keep what bursts asked for: one, or one for each of so many tenants. */
const POOLS = { 'one pool': 1, 'a pool a tenant': 12 } as const
/** Spread of the sizes of bursts, of their logarithm. */
const SPREAD = 0.6

export const RATCHET_POOL: Phenomenon = {
  name: 'a pool that keeps bursts',
  variants: Object.keys(POOLS),
  service: ({ variant, random, instances, leaking }) => {
    const pools = POOLS[variant as keyof typeof POOLS]
    const spanHours = 24 * Math.round(between(random, 2, 7))
    const weekHour = 24 * Math.floor(between(random, 0, 5))
    const traffic = dailyTraffic(weekHour, random)
    const size = scaled(random, 8, 60) / Math.sqrt(pools)
    const perHour = between(random, 0.2, 1)
    const counts = (chance: Random): Counting => {
      const kept = Array.from({ length: pools }, () => 1)
      return ({ traffic: busy, elapsed }) => {
        for (let pool = 0; pool < pools; pool++)
          for (let bursts = chance.poisson(perHour * busy * elapsed); bursts > 0; bursts--)
            kept[pool] = Math.max(kept[pool] as number, Math.round(size * Math.exp(SPREAD * chance.normal())))
        return kept.reduce((sum, workers) => sum + workers, 0)
      }
    }
    return {
      spanHours,
      weekHour,
      stepMinutes: 10,
      traffic,
      requestsPerHour: 1000,
      lives: standing(instances, spanHours),
      stacks: [{ signatures: [POOLED], counts: (_, chance) => counts(chance) }],
      leak: perRequest(leaking, scaled(random, 60, 400) / (1000 * busyHours(traffic, spanHours))),
    }
  },
}
