import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { strataShapes } from '#ui/finding/strata-shape.ts'

const TIMES = ['2026-10-05T06:00:00.000Z', '2026-10-05T12:00:00.000Z', '2026-10-06T06:00:00.000Z']
const BOX = { width: 240, height: 100 }
const layer = (alive: readonly number[], i = 0) => ({
  after: i === 0 ? null : (TIMES[i - 1] ?? null),
  until: TIMES[i] ?? '',
  alive,
})

/** Corners of a path. */
const corners = (path: string): (readonly [number, number])[] =>
  [...path.matchAll(/([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)])

describe('strata as shapes', () => {
  test('lie on one another in time, the oldest at the bottom', () => {
    const [old, young] = strataShapes(TIMES, [layer([10, 5, 5]), layer([0, 15, 5], 1)], BOX)
    expect(old).toMatchObject({ youth: 0, came: 10, left: 5 })
    expect(old?.path).toBe('M0.0 50.0L60.0 75.0L240.0 75.0L240.0 100.0L60.0 100.0L0.0 100.0Z')
    expect(young).toMatchObject({ youth: 1, came: 15, left: 10 })
    expect(young?.path).toBe('M0.0 50.0L60.0 0.0L240.0 50.0L240.0 75.0L60.0 75.0L0.0 50.0Z')
  })

  test('stay inside the box, and each begins where the one below ends', () => {
    const alive = fc.array(fc.nat(1000), { minLength: 3, maxLength: 3 })
    fc.assert(
      fc.property(fc.array(alive, { maxLength: 6 }), (all) => {
        const shapes = strataShapes(
          TIMES,
          all.map((one, i) => layer(one, Math.min(i, 2))),
          BOX,
        )
        for (const [x, y] of shapes.flatMap(({ path }) => corners(path))) {
          expect(x >= 0 && x <= BOX.width).toBe(true)
          expect(y >= 0 && y <= BOX.height).toBe(true)
        }
        const tops = shapes.map(({ path }) => corners(path).find(([x]) => x === BOX.width)?.[1] ?? 0)
        expect(tops).toEqual(tops.toSorted((a, b) => b - a))
      }),
    )
  })
})
