import { HOUR } from '#shared/time.ts'
import { roseInTheHour } from '#shared/trend/rising.ts'
import type { Judgement } from './judgement.ts'

/** When a service is to be judged again: by the next plan, or when its turn of the hour comes. */
export type Pace = 'soon' | 'hourly'

/** Goroutines an hour of a leak that ten more minutes can change: one of them. */
const LEAST_RATE = 6
/** A process so young is still coming to rest. */
const YOUNG = 2 * HOUR

/**
 * How soon more profiles can change what was judged: where nothing can be said yet, a leak grows by the minute, a stack
 * rises or a process is young, by the next plan. Of all others a run an hour tells the same.
 */
export function paceOf(
  { verdicts, learning, watched }: Pick<Judgement, 'verdicts' | 'learning' | 'watched'>,
  now: number,
): Pace {
  const isFast = verdicts.some(({ seen, perHour }) => seen === 'growing' && perHour >= LEAST_RATE)
  if (learning !== undefined || isFast) return 'soon'
  const isMoving = watched.asSeen.some(
    (life) =>
      (life.times.at(-1) ?? 0) > now - YOUNG && ((life.times[0] ?? now) > now - YOUNG || roseInTheHour(life)),
  )
  return isMoving ? 'soon' : 'hourly'
}
