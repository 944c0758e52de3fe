import { between, scaled } from '../chance.ts'
import { busyWorkers } from '../counting.ts'
import { byTheClock } from '../leak.ts'
import { standing } from '../lives.ts'
import type { Phenomenon } from '../service.ts'
import { BATCH, POOLED } from '../stacks.ts'
import { dailyTraffic } from '../traffic.ts'

/** A pod lives five minutes and comes again every hour; it fans out to the end. */
const LIVES = 5 / 60

/** Pods of a job, alone or beside the service that has its name; what leaks is the service. */
export const CRON_PODS: Phenomenon = {
  name: 'cron pods',
  variants: ['alone', 'beside a service'],
  onlyHealthy: ['alone'],
  service: ({ variant, random, instances, leaking }) => {
    const spanHours = 24 * Math.round(between(random, 1, 3))
    const weekHour = 24 * Math.floor(between(random, 0, 7))
    const minute = between(random, 0, 0.8)
    const jobs = Array.from({ length: spanHours }, (_, hour) => ({
      instance: `job-${hour + 1}`,
      from: hour + minute,
      to: hour + minute + LIVES,
    }))
    const fanOut = scaled(random, 20, 120)
    const isJob = (instance: string): boolean => instance.startsWith('job-')
    return {
      spanHours,
      weekHour,
      stepMinutes: 1,
      traffic: dailyTraffic(weekHour, random),
      requestsPerHour: 500,
      lives: variant === 'alone' ? jobs : [...standing(instances, spanHours), ...jobs],
      stacks: [
        {
          signatures: [BATCH],
          counts:
            ({ instance }, chance) =>
            ({ lifeHour }) =>
              isJob(instance) ? chance.poisson((fanOut * lifeHour) / LIVES) : 0,
        },
        { signatures: [POOLED], counts: (_, chance) => busyWorkers(20, chance) },
      ],
      leak: byTheClock(leaking, scaled(random, 60, 400) / spanHours, (_, { instance }) => !isJob(instance)),
    }
  },
}
