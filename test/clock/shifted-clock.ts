import { DAY, HOUR, MINUTE } from '#shared/time.ts'

/** A clock that the suite has to pass under: when it is, and where. */
export interface ShiftedClock {
  readonly name: string
  /** Milliseconds that the clock is ahead of the real one, on the moment that the suite begins. */
  readonly ahead: (now: number) => number
  /** Time zone; that of the machine where it is undefined. */
  readonly zone?: string
}

/** Clocks that have found a test to know its day, its hour or its zone, or are likely to. */
export const SHIFTED_CLOCKS: readonly ShiftedClock[] = [
  { name: '40-days-ahead', ahead: () => 40 * DAY },
  { name: '400-days-ahead', ahead: () => 400 * DAY },
  // The suite takes minutes: the year ends while it runs.
  { name: 'end-of-the-year', ahead: (now) => endOfYear(now) - 2 * MINUTE - now },
  // 2 a.m. does not exist on that day; the suite begins five minutes before.
  {
    name: 'daylight-saving',
    ahead: (now) => springForward(now) - 5 * MINUTE - now,
    zone: 'America/New_York',
  },
  { name: 'half-hour-zone', ahead: () => 0, zone: 'Asia/Kolkata' },
]

/** The one whose turn it is on the day of `now`, so that each is used within five days. */
export const clockOfDay = (now: number): ShiftedClock =>
  SHIFTED_CLOCKS[Math.floor(now / DAY) % SHIFTED_CLOCKS.length] as ShiftedClock

/** Midnight UTC behind the next 31 December. */
function endOfYear(now: number): number {
  const year = new Date(now).getUTCFullYear()
  const end = Date.UTC(year + 1, 0, 1)
  return end - 2 * MINUTE > now ? end : Date.UTC(year + 2, 0, 1)
}

/** When New York next turns its clocks forward: 2 a.m. EST, the second Sunday of March (Energy Policy Act of 2005). */
function springForward(now: number): number {
  const year = new Date(now).getUTCFullYear()
  for (const each of [year, year + 1, year + 2]) {
    const first = new Date(Date.UTC(each, 2, 1)).getUTCDay()
    const sunday = 1 + ((7 - first) % 7) + 7
    const at = Date.UTC(each, 2, sunday) + 7 * HOUR
    if (at - 5 * MINUTE > now) return at
  }
  throw new Error('three springs have gone by')
}
