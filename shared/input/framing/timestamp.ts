/** Finds the time that a log puts before its lines. */

import { DAY, HOUR, MINUTE } from '#shared/time.ts'

/** Where a time stands in a text, and when it is; `at` is undefined where it has no date. */
export interface Timestamp {
  readonly start: number
  readonly end: number
  readonly at: number | undefined
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MONTH = `(${MONTHS.join('|')})[a-z]{0,6}`
const CLOCK = '(\\d{1,2}):(\\d\\d):(\\d\\d)(?:[.,:](\\d{1,9}))?'
const ZONE = '(?: ?(Z|UTC|GMT|[+-]\\d\\d:?\\d\\d)\\b)?'

type Parts = readonly (string | undefined)[]

/** The usual forms, the fuller before the shorter. A time without zone is taken for UTC: containers run in it. */
const FORMS: readonly (readonly [RegExp, (parts: Parts, near: number | undefined) => number | undefined])[] =
  [
    // 2026-11-29T02:00:00.1+00:00, 2026-11-29 02:00:00,123, 2026/11/29 02:00:00.000001, 2026-11-29T02-00-00 in names
    [
      new RegExp(`\\b(\\d{4})[-/.](\\d\\d)[-/.](\\d\\d)(?:[T _]| at )${CLOCK}${ZONE}`, 'i'),
      ([y, mo, d, h, mi, s, f, z]) => utc(Number(y), Number(mo), d, h, mi, s, f, z),
    ],
    // 20261129T020000Z, 20261129-020000, 2026-11-29T02-00-00Z
    [
      /(?<!\d)(\d{4})-?(\d\d)-?(\d\d)[T_-]?(\d\d)[-_]?(\d\d)[-_]?(\d\d)(?:\.(\d{1,9}))?(Z)?(?!\d)/,
      ([y, mo, d, h, mi, s, f, z]) => utc(Number(y), Number(mo), d, h, mi, s, f, z),
    ],
    // 29/Nov/2026:02:00:00 +0000, 29 Nov 2026 02:00:00 GMT
    [
      new RegExp(`\\b(\\d{1,2})[/ -]${MONTH}[/ -](\\d{4})[: ]${CLOCK}${ZONE}`, 'i'),
      ([d, mo, y, h, mi, s, f, z]) => utc(Number(y), monthOf(mo), d, h, mi, s, f, z),
    ],
    // Nov 29, 2026 at 2:00am (UTC), of pprof
    [
      new RegExp(
        `\\b${MONTH} (\\d{1,2}), (\\d{4}) (?:at )?(\\d{1,2}):(\\d\\d)(?::(\\d\\d))? ?([ap]m)?(?: \\(?([A-Z]{3,4})\\)?)?`,
        'i',
      ),
      ([mo, d, y, h, mi, s, half]) =>
        utc(Number(y), monthOf(mo), d, of24(h, half), mi, s ?? '0', undefined, 'Z'),
    ],
    // Sun Nov 29 02:00:00 2026, Sun Nov 29 02:00:00 UTC 2026
    [
      new RegExp(`\\b${MONTH} +(\\d{1,2}) ${CLOCK}${ZONE}(?: [A-Z]{3,4})? (\\d{4})\\b`, 'i'),
      ([mo, d, h, mi, s, f, z, y]) => utc(Number(y), monthOf(mo), d, h, mi, s, f, z),
    ],
    // Nov 29 02:00:00, of syslog: no year
    [
      new RegExp(`\\b${MONTH} +(\\d{1,2}) ${CLOCK}`, 'i'),
      ([mo, d, h, mi, s, f], near) => nearest(near, monthOf(mo), d, h, mi, s, f),
    ],
    // I1129 02:00:00.000000, of klog: no year
    [
      /(?<![A-Za-z0-9])[IWEFD](\d\d)(\d\d) (\d\d):(\d\d):(\d\d)\.(\d{1,9})/,
      ([mo, d, h, mi, s, f], near) => nearest(near, Number(mo), d, h, mi, s, f),
    ],
    // Seconds, milliseconds, microseconds or nanoseconds since 1970, as a field of its own
    [/(?<![\w.:/-])(1\d{9}(?:\.\d{1,9}|\d{3}|\d{6}|\d{9})?)(?![\w.:/-])/, ([digits]) => epoch(digits ?? '')],
    // 02:00:00.000: no date
    [new RegExp(`(?<![\\d:])${CLOCK}(?![\\d:])`), () => undefined],
  ]

/** Characters in which a time is looked for: prefixes are short. */
const LOOKED_AT = 300

/** The first form that the text has, not the first place. `near` is about when the text was written. */
export function timestampIn(text: string, near: number | undefined): Timestamp | undefined {
  const looked = text.length > LOOKED_AT ? text.slice(0, LOOKED_AT) : text
  if (!/\d\d/.test(looked)) return undefined
  for (const [form, read] of FORMS) {
    const match = form.exec(looked)
    if (match === null) continue
    const at = read(match.slice(1), near)
    return { start: match.index, end: match.index + match[0].length, at }
  }
  return undefined
}

/** A time that is a value of its own: a number since 1970, or a text. */
export function timeOf(value: string, near: number | undefined): number | undefined {
  return /^\d+(?:\.\d+)?$/.test(value) ? epoch(value) : timestampIn(value, near)?.at
}

/** Milliseconds of a number since 1970, whose size tells its unit: seconds have ten digits from 2001 to 2286. */
function epoch(digits: string): number | undefined {
  const [whole = '', fraction = ''] = digits.split('.')
  const scale = { 10: 1000, 13: 1, 16: 1e-3, 19: 1e-6 }[whole.length]
  return scale === undefined ? undefined : Math.floor(Number(`${whole}.${fraction || '0'}`) * scale)
}

function utc(
  year: number,
  month: number,
  day = '',
  hour = '',
  minute = '',
  second = '',
  fraction = '',
  zone = 'Z',
): number | undefined {
  const ms = Number(`0.${fraction || '0'}`) * 1000
  const at = Date.UTC(year, month - 1, Number(day), Number(hour), Number(minute), Number(second), ms)
  const isDate = month >= 1 && month <= 12 && Number(day) >= 1 && Number(day) <= 31 && Number(hour) < 24
  if (!isDate || Number(minute) > 59 || Number(second) > 60) return undefined
  return Number.isFinite(at) ? at - offset(zone) : undefined
}

/** The year that brings the time closest before `near`, a day of clocks that differ allowed. */
function nearest(
  near: number | undefined,
  month: number,
  ...rest: readonly (string | undefined)[]
): number | undefined {
  if (near === undefined) return undefined
  const latest = near + DAY
  const year = new Date(latest).getUTCFullYear()
  const [d, h, mi, s, f] = rest
  const at = utc(year, month, d, h, mi, s, f)
  if (at === undefined || at <= latest) return at
  return utc(year - 1, month, d, h, mi, s, f)
}

function offset(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? []
  return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * MINUTE)
}

const monthOf = (name = ''): number => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1

function of24(hour = '', half: string | undefined): string {
  if (half === undefined) return hour
  return String((Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0))
}
