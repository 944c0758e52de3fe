import { between, scaled } from '../chance.ts'
import { busyWorkers } from '../counting.ts'
import { byTheClock } from '../leak.ts'
import { standing } from '../lives.ts'
import type { Phenomenon } from '../service.ts'
import { BATCH, POOLED } from '../stacks.ts'
import { flatTraffic } from '../traffic.ts'

/** Hours of a weekday in which something runs. */
const RUNS = {
  'office hours': [9, 17],
  weekdays: [0, 24],
  'weekday batch': [2, 3.5],
} as const

/** Flat traffic, and a job that runs from Monday to Friday: its goroutines end with it, or stay. */
export const PAUSING_LEAK: Phenomenon = {
  name: 'a leak that pauses',
  variants: Object.keys(RUNS),
  service: ({ variant, random, instances, leaking }) => {
    const spanHours = 24 * Math.round(between(random, 8, 14))
    const weekHour = 24 * Math.floor(between(random, 0, 7))
    const [begin, end] = RUNS[variant as keyof typeof RUNS]
    const isOn = ({ hour }: { readonly hour: number }): boolean => {
      const at = weekHour + hour
      return Math.floor(at / 24) % 7 < 5 && at % 24 > begin && at % 24 <= end
    }
    const level = scaled(random, 10, 60)
    const onHours = (((end - begin) * 5) / 7 / 24) * spanHours
    return {
      spanHours,
      weekHour,
      stepMinutes: 10,
      traffic: flatTraffic,
      requestsPerHour: 500,
      lives: standing(instances, spanHours),
      stacks: [
        {
          signatures: [BATCH],
          counts: (_, chance) => (moment) => (isOn(moment) ? chance.poisson(level) : 2),
        },
        { signatures: [POOLED], counts: (_, chance) => busyWorkers(level, chance) },
      ],
      leak: byTheClock(leaking, scaled(random, 60, 400) / onHours, isOn),
    }
  },
}
