import { roseInTheHour, YOUNG } from '#shared/trend/rising.ts'
import type { Judgement } from './judgement.ts'

/** Goroutines an hour of a leak that ten more minutes can change: one of them. */
const LEAST_RATE = 6
/**
 * Whether the next plan is to have the service judged: nothing can be said yet, a leak grows by the minute, a stack rises
 * or a process is young. Of all others a run an hour tells the same.
 */
export function isUrgent(
  { verdicts, learning, watched }: Pick<Judgement, 'verdicts' | 'learning' | 'watched'>,
  now: number,
): boolean {
  const isFast = verdicts.some(({ seen, perHour }) => seen === 'growing' && perHour >= LEAST_RATE)
  if (learning !== undefined || isFast) return true
  return watched.asSeen.some(
    (life) =>
      (life.times.at(-1) ?? 0) > now - YOUNG && ((life.times[0] ?? now) > now - YOUNG || roseInTheHour(life)),
  )
}
