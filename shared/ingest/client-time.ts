import { Rejection } from '#shared/api/reason.ts'
import { DAY, HOUR, MINUTE } from '#shared/time.ts'

/** Digits of milliseconds since the epoch, from 2001 to 2286. */
const MILLISECOND_DIGITS = 13
/** Lengths that are finer than seconds: milli-, micro- and nanoseconds. */
const FINER = new Set([MILLISECOND_DIGITS, 16, 19])
const DATE = /^(\d{4})(\d\d)(\d\d)$/
const AGO = /^now(?:-(\d{1,9})(s|m|min|h|d|w))?$/
const UNIT: Readonly<Record<string, number>> = {
  s: 1_000,
  m: MINUTE,
  min: MINUTE,
  h: HOUR,
  d: DAY,
  w: 7 * DAY,
}
/** The last time that a `Date` can hold, and as far before 1970 the first one (ECMAScript, "Time Values and Time Range"). */
const LAST_TIME = 8.64e15

/**
 * `from` and `until` of Pyroscope, in milliseconds since the epoch: the number of digits tells the unit.
 *
 * Example input: `1763000015`, `1763000015000`, `1763000015000000`, `1763000015000000000`, `20251113`, `now-1h`
 * @throws Rejection `bad-time`
 */
export function readClientTime(text: string, now: number): number {
  const at = /^\d+$/.test(text) ? timeOfDigits(text) : timeAgo(text, now)
  if (at === undefined || Math.abs(at) > LAST_TIME) {
    throw new Rejection(
      'bad-time',
      'The times from and until are seconds, or 13, 16 or 19 digits of milli-, micro- or nanoseconds, or now-1h.',
      { actual: text.slice(0, 40) },
    )
  }
  return at
}

function timeOfDigits(digits: string): number {
  if (FINER.has(digits.length)) return Number(digits.slice(0, MILLISECOND_DIGITS))
  return dayOf(digits) ?? Number(digits) * 1_000
}

/** Eight digits are a date where they can be one, as Pyroscope has it; else they are seconds. */
function dayOf(digits: string): number | undefined {
  const [, year, month, day] = DATE.exec(digits)?.map(Number) ?? []
  if (year === undefined || month === undefined || day === undefined) return undefined
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : undefined
}

function timeAgo(text: string, now: number): number | undefined {
  const match = AGO.exec(text)
  return match === null ? undefined : now - Number(match[1] ?? 0) * (UNIT[match[2] ?? 's'] ?? 0)
}
