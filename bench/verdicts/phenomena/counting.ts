import type { Random } from '../battery/random.ts'
import type { Counting } from './service.ts'

/** What healthy stacks count. */

/** A pool that follows the traffic. */
export const busyWorkers =
  (level: number, random: Random): Counting =>
  ({ traffic }) =>
    random.poisson(level * (0.3 + 0.7 * traffic))

/**
 * Goroutines that come and go: births and deaths around a wanted number.
 *
 * @param lifeHours mean life of one
 * @param wantedAt by the hour of the case and of the life
 */
export function churning(
  lifeHours: number,
  wantedAt: (hour: number, lifeHour: number) => number,
  random: Random,
): Counting {
  let alive: number | undefined
  return ({ hour, lifeHour, elapsed }) => {
    const wanted = Math.max(0, wantedAt(hour, lifeHour))
    if (alive === undefined) alive = random.poisson(wanted)
    else {
      const left = Math.exp(-elapsed / lifeHours)
      const stay = alive - Math.min(alive, random.poisson(alive * (1 - left)))
      alive = stay + random.poisson(Math.max(0, wanted - alive * left))
    }
    return alive
  }
}

/** A queue: what comes faster than it is served waits. Rates in goroutines an hour. */
export function queueing(
  comesAt: (hour: number, traffic: number) => number,
  servedAt: (hour: number) => number,
  random: Random,
): Counting {
  let waiting = 0
  return ({ hour, traffic, elapsed }) => {
    const comes = random.poisson(comesAt(hour, traffic) * elapsed)
    waiting = Math.max(0, waiting + comes - random.poisson(servedAt(hour) * elapsed))
    return waiting
  }
}
