import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readLinkTime } from '#shared/socket/link-time.ts'
import { DAY, MINUTE } from '#shared/time.ts'

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
/** ls prints no year within six months. */
const HALF_A_YEAR = 182 * DAY

/** `64 Nov 23 10:25`, as ls prints a link of that minute. */
function listed(at: number): string {
  const date = new Date(at)
  const day = String(date.getUTCDate()).padStart(2)
  return `64 ${MONTHS[date.getUTCMonth()]} ${day} ${date.toISOString().slice(11, 16)}`
}

const minute = fc
  .integer({ min: Date.UTC(2002, 0, 1) / MINUTE, max: Date.UTC(2090, 0, 1) / MINUTE })
  .map((minutes) => minutes * MINUTE)

describe('a time without its year', () => {
  test('is of the half year before now, or of minutes that clocks differ by', () => {
    const since = fc.integer({ min: -5 * MINUTE, max: HALF_A_YEAR })
    fc.assert(
      fc.property(minute, since, (at, later) => {
        expect(readLinkTime(listed(at), at + later)).toEqual({ at })
      }),
      // The link is of the new year already, the clock of the reader is not.
      { examples: [[Date.UTC(2027, 0, 1), -MINUTE]] },
    )
  })

  test('is of another time zone where it lies further ahead, in another year too', () => {
    const ahead = fc.integer({ min: 6 * MINUTE, max: DAY - MINUTE })
    fc.assert(
      fc.property(minute, ahead, (at, earlier) => {
        expect(readLinkTime(listed(at), at - earlier)).toMatchObject({
          at: undefined,
          why: expect.stringContaining('another time zone'),
        })
      }),
      { examples: [[Date.UTC(2027, 0, 1, 1), 90 * MINUTE]] },
    )
  })
})
