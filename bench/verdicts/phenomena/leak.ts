import type { SignatureId } from '#shared/signature/signature.ts'
import type { LeakingStack } from '../battery/stacks.ts'
import type { Moment, PlannedLeak, PlannedLife } from './service.ts'

/** Ways to leak; the healthy twin has none. */

/** One in so many requests. */
export const perRequest = (
  stack: LeakingStack | undefined,
  share: number,
  among?: SignatureId,
): PlannedLeak | undefined =>
  stack && { stack, due: ({ requests }) => requests * share, ...(among === undefined ? {} : { among }) }

/** With the clock, while it is on. @param perHour goroutines an hour of one process */
export const byTheClock = (
  stack: LeakingStack | undefined,
  perHour: number,
  isOn: (moment: Moment, life: PlannedLife) => boolean = () => true,
): PlannedLeak | undefined =>
  stack && { stack, due: (moment, life) => (isOn(moment, life) ? perHour * moment.elapsed : 0) }
