import { between, scaled } from '../chance.ts'
import { churning } from '../counting.ts'
import { perRequest } from '../leak.ts'
import { standing } from '../lives.ts'
import type { Phenomenon } from '../service.ts'
import { STREAM } from '../stacks.ts'
import { busyHours, dailyTraffic, flatTraffic } from '../traffic.ts'

/** A stack that swings, and in it a leak that stays below the swing: counts alone cannot show it. */
export const UNDER_THE_SWING: Phenomenon = {
  name: 'smaller than the swing',
  variants: ['by day', 'at random'],
  service: ({ variant, random, instances, leaking }) => {
    const spanHours = 24 * Math.round(between(random, 3, 7))
    const weekHour = 24 * Math.floor(between(random, 0, 5))
    const byDay = variant === 'by day'
    const traffic = byDay ? dailyTraffic(weekHour, random) : flatTraffic
    const level = scaled(random, 60, 300)
    const [waves, length] = [between(random, 0.3, 0.6), between(random, 5, 20)]
    const wantedAt = (hour: number): number =>
      byDay
        ? level * (0.1 + traffic(hour))
        : level * (1 + waves * Math.sin(hour / length) * Math.cos(hour / 3.1))
    return {
      spanHours,
      weekHour,
      stepMinutes: 10,
      traffic,
      requestsPerHour: 1000,
      lives: standing(instances, spanHours),
      stacks: [{ signatures: [STREAM], counts: (_, chance) => churning(0.5, wantedAt, chance) }],
      leak: perRequest(
        leaking,
        (level * between(random, 0.3, 1)) / (1000 * busyHours(traffic, spanHours)),
        STREAM.id,
      ),
    }
  },
}
