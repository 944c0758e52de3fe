/** Reads the time that `ls -l` prints before a name. */

import { DAY, MINUTE } from '#shared/time.ts'

/** A time in ms since the epoch, or why there is none. */
export type LinkTime = { readonly at: number } | { readonly at: undefined; readonly why: string }

/** `long-iso`, `full-iso`, and `--full-time` of busybox, which has no fraction. */
const ISO = /\s(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(?: ([+-])(\d\d)(\d\d))?$/
/** The style of English and POSIX locales and of busybox: no year in the last six months, no hour before. */
const LOCALE = /\s([A-Z][a-z]{2}) {1,2}(\d{1,2}) {1,2}(?:(\d\d):(\d\d)|(\d{4}))$/

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
/** Clocks of two machines may be this far apart. */
const SKEW = 5 * MINUTE

const UNKNOWN: LinkTime = {
  at: undefined,
  why: 'the time is in no style that can be read: use ls -l --time-style=full-iso',
}
const AHEAD: LinkTime = {
  at: undefined,
  why: 'the time lies ahead of now, so it is of another time zone: use ls -l --time-style=full-iso',
}

/**
 * Time at the end of `text`; without an offset it is taken as UTC.
 *
 * Example input: `… 64 Nov 23 10:25`, `… 64 Nov 23  2025`, `… 64 2026-11-23 10:25:13.736279228 +0100`
 *
 * Example output, with a now of 2026-11-24: 2026-11-23T10:25Z, 2025-11-23T00:00Z, 2026-11-23T09:25:13Z
 */
export function readLinkTime(text: string, now: number): LinkTime {
  const at = isoTime(text) ?? localeTime(text, now)
  if (at === undefined) return UNKNOWN
  return at > now + SKEW ? AHEAD : { at }
}

function isoTime(text: string): number | undefined {
  const match = ISO.exec(text)
  if (match === null) return undefined
  const [, year, month, day, hour, minute, second = '0', sign, hours = '0', minutes = '0'] = match
  const local = utc(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute))
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1)
  return local === undefined ? undefined : local + Number(second) * 1_000 - offset * MINUTE
}

/** A time without a year is the last one of its kind before the end of the day after `now` (GNU ls.c, six_months_ago). */
function localeTime(text: string, now: number): number | undefined {
  const [, name = '', day, hour = '0', minute = '0', year] = LOCALE.exec(text) ?? []
  const month = MONTHS.indexOf(name)
  if (month < 0) return undefined
  const time = (of: number) => utc(of, month, Number(day), Number(hour), Number(minute))
  if (year !== undefined) return time(Number(year))
  const latest = now + DAY
  const thisYear = new Date(latest).getUTCFullYear()
  const inThisYear = time(thisYear)
  return inThisYear !== undefined && inThisYear <= latest ? inThisYear : time(thisYear - 1)
}

/** Undefined for a day or an hour that does not exist. */
function utc(year: number, month: number, day: number, hour: number, minute: number): number | undefined {
  if (year < 1970 || hour > 23 || minute > 59) return undefined
  const at = new Date(Date.UTC(year, month, day, hour, minute))
  return at.getUTCMonth() === month && at.getUTCDate() === day ? at.getTime() : undefined
}
