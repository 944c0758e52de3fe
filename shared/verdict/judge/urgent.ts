import { HOUR, MINUTE } from '#shared/time.ts'
import { isCalm, roseInTheHour, YOUNG } from '#shared/trend/rising.ts'
import type { Judgement } from './judgement.ts'

/** Goroutines an hour of a leak that ten more minutes can change: one of them. */
const LEAST_RATE = 6
/** Milliseconds from one turn of a service to the end of the run of the next. */
const NEXT_TURN = HOUR + 20 * MINUTE

/** What tells how soon a service is to be judged again. */
type Pressing = Pick<Judgement, 'verdicts' | 'learning' | 'watched'>

/**
 * Whether the next plan is to have the service judged: nothing can be said yet, a leak grows by the minute, a stack rises
 * or a process is young. Of all others a run an hour tells the same.
 */
export function isUrgent({ verdicts, learning, watched }: Pressing, now: number): boolean {
  const isFast = verdicts.some(({ seen, perHour }) => seen === 'growing' && perHour >= LEAST_RATE)
  if (learning !== undefined || isFast) return true
  return watched.asSeen.some(
    (life) =>
      (life.times.at(-1) ?? 0) > now - YOUNG && ((life.times[0] ?? now) > now - YOUNG || roseInTheHour(life)),
  )
}

/** Until when what a run says holds, as the service waits for its turn; undefined: the next plan has it judged. */
export const waitsUntil = (pressing: Pressing, now: number): number | undefined =>
  isUrgent(pressing, now) ? undefined : now + NEXT_TURN

/**
 * Until when less may be kept of a service, and held for longer; undefined: it does not rest. That takes more than to wait: what is
 * not kept is gone, and fewer points before a leak begins can put off its verdict.
 *
 * @param until until when it waits
 */
export const restsUntil = (
  pressing: Pressing,
  now: number,
  until = waitsUntil(pressing, now),
): number | undefined =>
  until !== undefined &&
  pressing.watched.asSeen.every((life) => (life.times.at(-1) ?? 0) <= now - YOUNG || isCalm(life))
    ? until
    : undefined

/** Figures of what runs hold until there are others. @param heldUntil undefined: nothing runs that they count on */
export const heldOn = (heldUntil: number | undefined, until: number | undefined): number | undefined =>
  heldUntil === undefined ? undefined : Math.max(heldUntil, until ?? 0)
