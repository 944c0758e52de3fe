import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawnLines } from '#ui/inbox/window.ts'

test('every line in sight is drawn, and never more than a window of them with what is around', () => {
  const height = fc.integer({ min: 100, max: 4_000 })
  fc.assert(
    fc.property(fc.integer({ min: -9_000, max: 90_000 }), height, fc.nat(3_000), (top, window, many) => {
      const { from, to } = drawnLines(top, window, 32, many)
      expect(from).toBeLessThanOrEqual(to)
      expect(to - from).toBeLessThanOrEqual(Math.ceil(window / 32) + 2 + 2 * 24)
      for (let place = 0; place < many; place += 7) {
        const isInSight = place * 32 + 32 > top && place * 32 < top + window
        if (isInSight) expect(place >= from && place < to).toBe(true)
      }
    }),
  )
})
