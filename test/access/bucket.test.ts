import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Bucket, take } from '#shared/access/bucket.ts'

/** Times at which requests come, in milliseconds and in order. */
const anyTimes = fc
  .array(fc.integer({ min: 0, max: 500_000 }), { minLength: 1, maxLength: 200 })
  .map((times) => times.sort((a, b) => a - b))

/** Requests that had room, by their times. */
function passed(times: readonly number[], perMinute: number): number[] {
  let bucket: Bucket | undefined
  return times.filter((at) => {
    const taken = take(bucket, perMinute, at)
    bucket = taken.bucket
    return taken.wait === 0
  })
}

describe('a bucket', () => {
  test('lets through a minute of requests at once, then as many as a minute brings, in no stretch more', () => {
    fc.assert(
      fc.property(anyTimes, fc.integer({ min: 1, max: 60 }), (times, perMinute) => {
        const through = passed(times, perMinute)
        for (const [i, from] of through.entries())
          for (const [j, to] of through.entries()) {
            const most = perMinute + ((to - from) * perMinute) / 60_000
            if (j >= i) expect(j - i + 1).toBeLessThanOrEqual(most + 1e-6)
          }
      }),
    )
  })

  test('refuses nobody who keeps to the pace', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6_000 }), (perMinute) => {
        const pace = Math.ceil(60_000 / perMinute)
        const times = Array.from({ length: 2 * perMinute }, (_, i) => i * pace)
        expect(passed(times, perMinute)).toEqual(times)
      }),
      { numRuns: 20 },
    )
  })

  test('has room when the wait that it tells is over, and had none a second earlier', () => {
    fc.assert(
      fc.property(anyTimes, fc.integer({ min: 1, max: 60 }), (times, perMinute) => {
        let bucket: Bucket | undefined
        for (const at of times) {
          const taken = take(bucket, perMinute, at)
          bucket = taken.bucket
          if (taken.wait === 0) continue
          // A millisecond for what fractions lose.
          expect(take(bucket, perMinute, at + taken.wait * 1_000 + 1).wait).toBe(0)
          if (taken.wait > 1)
            expect(take(bucket, perMinute, at + (taken.wait - 1) * 1_000 - 1).wait).toBeGreaterThan(0)
        }
      }),
    )
  })

  test('neither fills nor empties while the clock is set back', () => {
    const { bucket } = take(undefined, 2, 60_000)
    expect(take(bucket, 2, 0)).toEqual({ bucket: { left: 0, at: 0 }, wait: 0 })
  })
})
