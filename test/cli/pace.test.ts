import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pause } from '#cli/pace.ts'

test('whatever the pages and however long each takes, no second has more than its rate', () => {
  const page = fc.record({
    done: fc.integer({ min: 0, max: 1_000 }),
    took: fc.integer({ min: 0, max: 5_000 }),
  })
  fc.assert(
    fc.property(fc.array(page), fc.integer({ min: 1, max: 10_000 }), (pages, rate) => {
      let done = 0
      let elapsed = 0
      for (const one of pages) {
        done += one.done
        elapsed += one.took
        const wait = pause(done, rate, elapsed)
        expect(wait).toBeGreaterThanOrEqual(0)
        // Never longer than the rate asks for.
        expect(wait).toBeLessThanOrEqual((1_000 * done) / rate)
        elapsed += wait
        expect((1_000 * done) / rate).toBeLessThanOrEqual(elapsed + 1e-6)
      }
    }),
  )
})
