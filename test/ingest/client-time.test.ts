import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Rejection } from '#shared/api/reason.ts'
import { readClientTime } from '#shared/ingest/client-time.ts'

const NOW = Date.parse('2026-09-07T08:30:00Z')
const iso = (text: string): string => new Date(readClientTime(text, NOW)).toISOString()

describe('a time of a Pyroscope client', () => {
  test.each([
    ['1763000015', '2025-11-13T02:13:35.000Z'],
    ['1763000015123', '2025-11-13T02:13:35.123Z'],
    ['1763000015123456', '2025-11-13T02:13:35.123Z'],
    ['1763000015123456789', '2025-11-13T02:13:35.123Z'],
    ['20251113', '2025-11-13T00:00:00.000Z'],
    ['20240229', '2024-02-29T00:00:00.000Z'],
    ['0', '1970-01-01T00:00:00.000Z'],
    ['now', '2026-09-07T08:30:00.000Z'],
    ['now-90s', '2026-09-07T08:28:30.000Z'],
    ['now-5m', '2026-09-07T08:25:00.000Z'],
    ['now-5min', '2026-09-07T08:25:00.000Z'],
    ['now-1h', '2026-09-07T07:30:00.000Z'],
    ['now-2d', '2026-09-05T08:30:00.000Z'],
    ['now-1w', '2026-08-31T08:30:00.000Z'],
  ])('%s is %s', (text, expected) => {
    expect(iso(text)).toBe(expected)
  })

  test.each(['20251313', '20250230', '00000000'])('%s is no date, so it is seconds', (text) => {
    expect(readClientTime(text, NOW)).toBe(Number(text) * 1_000)
  })

  test.each(['1', '12', '123456789', '12345678901', '123456789012'])(
    '%s is seconds by its length',
    (text) => {
      expect(readClientTime(text, NOW)).toBe(Number(text) * 1_000)
    },
  )

  test('is the same in every unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1e9, max: 9_999_999_999 }), (seconds) => {
        const times = ['', '000', '000000', '000000000'].map((zeros) =>
          readClientTime(`${seconds}${zeros}`, NOW),
        )
        expect(new Set(times)).toEqual(new Set([seconds * 1_000]))
      }),
    )
  })

  test('is a time or refused, whatever the text', () => {
    const text = fc.oneof(
      fc.string(),
      fc.stringMatching(/^\d{0,40}$/),
      fc.stringMatching(/^now-?\d{0,12}[a-z]{0,3}$/),
    )
    fc.assert(
      fc.property(text, (text) => {
        try {
          new Date(readClientTime(text, NOW)).toISOString()
        } catch (error) {
          expect(error).toBeInstanceOf(Rejection)
          expect(error).toMatchObject({ reason: 'bad-time' })
        }
      }),
    )
  })
})
