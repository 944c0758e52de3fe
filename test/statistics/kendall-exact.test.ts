import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chanceOfRise } from '#shared/statistics/kendall-exact.ts'
import { mannKendall, upperTail } from '#shared/statistics/mann-kendall.ts'

/** Every order of the numbers from 1 to n. */
function ordersOf(n: number): number[][] {
  if (n === 0) return [[]]
  return ordersOf(n - 1).flatMap((order) =>
    Array.from({ length: n }, (_, place) => order.toSpliced(place, 0, n)),
  )
}

/** Share of all orders of n values whose S is at least this. */
function counted(n: number): (s: number) => number {
  const all = ordersOf(n).map((order) => mannKendall(order).s)
  return (s) => all.filter((other) => other >= s).length / all.length
}

const pairsOf = (n: number): number => (n * (n - 1)) / 2

describe('chanceOfRise', () => {
  it.each([1, 2, 3, 4, 5, 6, 7])('is the share of all orders of %i values that rise as much', (n) => {
    const share = counted(n)
    for (let s = -pairsOf(n) - 1; s <= pairsOf(n) + 1; s++)
      expect(chanceOfRise(n, s)).toBeCloseTo(share(s), 12)
  })

  it.each([
    { n: 5, s: 10, want: 1 / 120 },
    { n: 6, s: 15, want: 1 / 720 },
    { n: 4, s: 4, want: 4 / 24 },
    { n: 8, s: 16, want: 0.031 },
    { n: 10, s: 21, want: 0.036 },
  ])('gives the $want of the tables for S = $s of $n values', ({ n, s, want }) => {
    expect(Math.abs(chanceOfRise(n, s) - want)).toBeLessThan(0.0006)
  })

  const size = fc.integer({ min: 2, max: 12 })

  it('falls as the rise grows, from certain to one order in all', () => {
    fc.assert(
      fc.property(size, (n) => {
        const most = pairsOf(n)
        const chances = Array.from({ length: most + 1 }, (_, i) => chanceOfRise(n, 2 * i - most))
        expect(chances[0]).toBe(1)
        for (const [i, chance] of chances.entries()) {
          if (i > 0) expect(chance).toBeLessThanOrEqual(chances[i - 1] as number)
        }
        expect(chances.at(-1)).toBeGreaterThan(0)
        expect(chanceOfRise(n, most + 2)).toBe(0)
      }),
    )
  })

  it('is the same for a rise and for a fall of the same height', () => {
    fc.assert(
      fc.property(size, fc.nat(200), (n, up) => {
        const s = (up % (pairsOf(n) + 1)) * 2 - pairsOf(n)
        expect(chanceOfRise(n, s) + chanceOfRise(n, -s + 2)).toBeCloseTo(1, 9)
      }),
    )
  })

  it('comes near to the normal approximation where that one holds', () => {
    const n = 40
    const deviation = Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18)
    for (const s of [100, 150, 200, 250])
      expect(Math.abs(chanceOfRise(n, s) - upperTail((s - 1) / deviation))).toBeLessThan(0.002)
  })
})
