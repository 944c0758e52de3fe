import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import { absolute, count, duration, rate, relative, signed, toMinute } from '#ui/format.ts'

describe('a rate', () => {
  test.each([
    [25.004, '+25 per hour'],
    [0.42, '+0.4 per hour'],
    [0.034, '+0.03 per hour'],
    [1234.5, '+1,235 per hour'],
    [-3.21, '−3.2 per hour'],
    [0, '+0.0 per hour'],
  ])('of %d is %s', (perHour, words) => expect(rate(perHour)).toBe(words))

  test('has as many digits as tell something', () => expect(signed(9.96)).toBe('+10'))
})

describe('a duration', () => {
  test.each([
    [20_000, 'less than a minute'],
    [MINUTE, '1 minute'],
    [59 * MINUTE, '1 hour'],
    [90 * MINUTE, '2 hours'],
    [26 * HOUR, '1 day'],
    [215 * DAY, '215 days'],
    [800 * DAY, '2 years'],
  ])('of %d ms is %s', (milliseconds, words) => expect(duration(milliseconds)).toBe(words))
})

describe('a time', () => {
  const now = Date.parse('2026-11-23T12:00:00Z')
  test.each([
    [0, 'just now'],
    [5 * DAY, '5 days ago'],
    [-3 * HOUR, 'in 3 hours'],
  ])('%d ms away is %s', (away, words) => expect(relative(now - away, now)).toBe(words))

  test('is written alike everywhere', () => {
    expect(absolute(Date.UTC(2026, 10, 8, 7, 5, 59))).toBe('2026-11-08 07:05 UTC')
    expect(toMinute(Date.UTC(2026, 10, 8, 7, 5, 59))).toBe('2026-11-08T07:05')
    expect(absolute(Number.NaN)).toBe('unknown')
  })
})

test('a count has its thousands apart', () => expect(count(65_535)).toBe('65,535'))
