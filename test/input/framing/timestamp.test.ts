/** Times that a log puts before its lines, in the forms of loggers, kernels and tools. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { timeOf, timestampIn } from '#shared/input/framing/timestamp.ts'
import { DAY } from '#shared/time.ts'

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
const two = (number: number): string => String(number).padStart(2, '0')
/** A moment as its parts: `2026`, `Nov`, `29`, `02:00:00`. */
function partsOf(at: number) {
  const date = new Date(at)
  return {
    year: date.getUTCFullYear(),
    month: MONTHS[date.getUTCMonth()] ?? '',
    number: two(date.getUTCMonth() + 1),
    day: date.getUTCDate(),
    clock: date.toISOString().slice(11, 19),
    hour: date.getUTCHours(),
    minute: two(date.getUTCMinutes()),
  }
}
type Parts = ReturnType<typeof partsOf>

/** Whole forms of a second. */
const FORMS: Readonly<Record<string, (parts: Parts) => string>> = {
  'RFC 3339': ({ year, number, day, clock }) => `${year}-${number}-${two(day)}T${clock}Z`,
  'RFC 3339 without zone': ({ year, number, day, clock }) => `${year}-${number}-${two(day)} ${clock}`,
  'the package log of Go': ({ year, number, day, clock }) => `${year}/${number}/${two(day)} ${clock}`,
  'names of files': ({ year, number, day, clock }) =>
    `${year}${number}${two(day)}T${clock.replaceAll(':', '')}Z`,
  'access logs': ({ year, month, day, clock }) => `${two(day)}/${month}/${year}:${clock} +0000`,
  'HTTP dates': ({ year, month, day, clock }) => `${two(day)} ${month} ${year} ${clock} GMT`,
  'date(1)': ({ year, month, day, clock }) => `${month} ${String(day).padStart(2)} ${clock} UTC ${year}`,
  'ctime(3)': ({ year, month, day, clock }) => `${month} ${String(day).padStart(2)} ${clock} ${year}`,
}

const second = fc
  .integer({ min: Date.UTC(2002, 0, 1) / 1000, max: Date.UTC(2099, 11, 31) / 1000 })
  .map((seconds) => seconds * 1000)
const around = fc.constantFrom('', 'web-1  | ', '[', 'level=info ts=', 'Sun ')

describe('a time in a text', () => {
  it.each(Object.entries(FORMS))('is found as %s, whatever stands around it', (_, write) => {
    fc.assert(
      fc.property(second, around, (at, before) => {
        const text = write(partsOf(at))
        const found = timestampIn(`${before}${text} main.ask()`, undefined)
        expect(found).toEqual({ start: before.length, end: before.length + text.length, at })
      }),
    )
  })

  it.each([
    ['2026-11-29T02:00:00.1+01:00', '2026-11-29T01:00:00.100Z'],
    ['2026-11-29T02:00:00-0530', '2026-11-29T07:30:00.000Z'],
    ['2026-11-29 02:00:00,123', '2026-11-29T02:00:00.123Z'],
    ['2026/11/29 02:00:00.000001', '2026-11-29T02:00:00.000Z'],
    ['2026-11-29 at 02:00:00', '2026-11-29T02:00:00.000Z'],
    ['Nov 29, 2026 at 2:07am (UTC)', '2026-11-29T02:07:00.000Z'],
    ['Nov 29, 2026 at 12:07am (UTC)', '2026-11-29T00:07:00.000Z'],
    ['November 29, 2026 12:07:05 PM', '2026-11-29T12:07:05.000Z'],
    ['Nov 29, 2026 14:07', '2026-11-29T14:07:00.000Z'],
    ['1795917600', '2026-11-29T02:00:00.000Z'],
    ['1795917600.25', '2026-11-29T02:00:00.250Z'],
    ['1795917600123', '2026-11-29T02:00:00.123Z'],
    ['1795917600123456', '2026-11-29T02:00:00.123Z'],
    ['1795917600123456789', '2026-11-29T02:00:00.123Z'],
  ])('%j is %s', (text, want) => {
    expect(new Date(timestampIn(text, undefined)?.at ?? 0).toISOString()).toBe(want)
    expect(timestampIn(text, undefined)?.end).toBe(text.length)
  })

  it.each([
    '2026-13-29T02:00:00Z',
    '2026-00-29T02:00:00Z',
    '2026-11-32T02:00:00Z',
    '2026-11-00T02:00:00Z',
    '2026-11-29T24:00:00Z',
    '2026-11-29T02:60:00Z',
    '2026-11-29T02:00:61Z',
    '02:00:00.123',
  ])('%j is a time, of which nothing tells when it is', (text) => {
    expect(timestampIn(text, Date.UTC(2026, 10, 29))).toMatchObject({ start: 0, at: undefined })
  })

  it.each(['', 'main.ask(0x1)', 'goroutine 17 [select]:', '/src/main.go:108 +0x1d', '12345678901', 'v1.2.3'])(
    '%j has none',
    (text) => {
      expect(timestampIn(text, undefined)).toBeUndefined()
    },
  )

  it('is looked for near the beginning of a line alone', () => {
    const text = '2026-11-29T02:00:00Z'
    expect(timestampIn(`${' '.repeat(280)}${text}`, undefined)?.at).toBe(Date.UTC(2026, 10, 29, 2))
    expect(timestampIn(`${' '.repeat(300)}${text}`, undefined)).toBeUndefined()
  })
})

describe('a time without its year', () => {
  const WITHOUT: Readonly<Record<string, (parts: Parts) => string>> = {
    syslog: ({ month, day, clock }) => `${month} ${String(day).padStart(2)} ${clock}`,
    klog: ({ number, day, clock }) => `I${number}${two(day)} ${clock}.000000`,
  }

  it.each(Object.entries(WITHOUT))('of %s is of the year before the text was written', (_, write) => {
    const since = fc.integer({ min: -DAY, max: 364 * DAY - 1 })
    fc.assert(
      fc.property(second, since, (at, later) => {
        expect(timestampIn(write(partsOf(at)), at + later)?.at).toBe(at)
      }),
      // The line is of the new year already, the clock of who sends it is not.
      { examples: [[Date.UTC(2027, 0, 1), -1]] },
    )
  })

  it.each(Object.entries(WITHOUT))('of %s is not known where nothing tells when that was', (_, write) => {
    expect(timestampIn(write(partsOf(Date.UTC(2026, 10, 29))), undefined)).toMatchObject({ at: undefined })
  })
})

describe('a value that is a time', () => {
  it('is a number since 1970 in the unit that its size tells, or a text', () => {
    const at = Date.UTC(2026, 10, 29, 2)
    for (const text of [`${at / 1000}`, `${at}`, `${at}000`, `${at}000000`, '2026-11-29T02:00:00Z'])
      expect(timeOf(text, undefined), text).toBe(at)
    for (const text of ['12', '17959176', 'x', '']) expect(timeOf(text, undefined), text).toBeUndefined()
  })
})
