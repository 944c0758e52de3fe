import type { Background } from './plan.ts'

/** Connections that a process serves at an average hour. */
const SERVED = 40
/** Share of the weekday's traffic that is left at the weekend. */
const WEEKEND = 0.3
/** Share of the traffic that a growing service has gained at the end. */
const GROWS_BY = 1.5

/**
 * Traffic at an hour, as a multiple of the average: none at night, most at 13:00 UTC; less at weekends in a weekly
 * rhythm, more and more where the load grows.
 *
 * @param weekHour hours since Monday 00:00 UTC
 * @param share how much of the span has passed, 0 … 1
 */
export function trafficAt(background: Background, weekHour: number, share: number): number {
  const wave = Math.max(0, Math.sin((2 * Math.PI * (weekHour - 7)) / 24)) * Math.PI
  const day = Math.floor(weekHour / 24) % 7
  const week = background === 'weekly' && day >= 5 ? WEEKEND : 1
  const growth = background === 'growing-load' ? 1 + GROWS_BY * share : 1
  return wave * week * growth
}

/** Connections expected at a traffic; a few health checks and idle keep-alives stay at night. */
export const servedAt = (traffic: number): number => 4 + SERVED * traffic
