import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HOUR } from '#shared/time.ts'
import { drawnRange, rangeIn, rangeQuery, stepOf } from '#ui/range.ts'
import { address, addressWith } from '#ui/router.ts'

const NOW = Date.UTC(2026, 4, 15)
const FROM = '2026-05-01T00:00:00.000Z'

describe('a range of time', () => {
  test('is read from the address, and what is no time is none', () => {
    expect(rangeIn(new URLSearchParams({ from: FROM, to: 'tomorrow' }))).toEqual({
      from: FROM,
      to: undefined,
    })
  })

  test('comes back from the address that it was put into, beside the order', () => {
    const query = new URLSearchParams({ sort: 'count' })
    const href = addressWith(address.service('team/shop'), query, { from: FROM })
    expect(href).toBe('/s/team%2Fshop?sort=count&from=2026-05-01T00%3A00%3A00.000Z')
    const back = new URL(href, 'http://x').searchParams
    expect(rangeIn(back)).toEqual({ from: FROM, to: undefined })
    expect(addressWith(address.service('team/shop'), back, { from: undefined, sort: undefined })).toBe(
      '/s/team%2Fshop',
    )
  })

  test('that was drawn is never too short for a line, and lies where it was drawn', () => {
    const seconds = fc.integer({ min: 1_700_000_000, max: 1_800_000_000 })
    fc.assert(
      fc.property(seconds, fc.integer({ min: 0, max: 1_000_000 }), (from, length) => {
        const drawn = drawnRange(from, from + length)
        const [begin, end] = [Date.parse(drawn.from ?? ''), Date.parse(drawn.to ?? '')]
        expect(end - begin).toBeGreaterThanOrEqual(2 * HOUR)
        expect(Math.abs((begin + end) / 2 - (from + length / 2) * 1000)).toBeLessThanOrEqual(60_000)
      }),
    )
  })

  test('has steps that keep a chart under 400 points', () => {
    expect(stepOf({ from: undefined, to: undefined }, NOW)).toBe('3060')
    expect(stepOf({ from: new Date(NOW - HOUR).toISOString(), to: undefined }, NOW)).toBe('60')
    expect(rangeQuery({ from: undefined, to: undefined })).toBe('')
  })
})
