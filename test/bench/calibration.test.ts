import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { binsOf, calibrationError } from '#bench/verdicts/calibration.ts'
import type { Opinion } from '#bench/verdicts/looks.ts'
import { reliabilityPicture } from '#bench/verdicts/report/reliability-picture.ts'
import { reliabilityTable } from '#bench/verdicts/report/reliability-table.ts'
import { toldBy } from '#bench/verdicts/tidemark.ts'
import type { Verdict } from '#shared/verdict/model/verdict.ts'

const opinion = fc.record({ probability: fc.double({ min: 0, max: 1, noNaN: true }), leaks: fc.boolean() })
const saying = (probability: number, leaked: number, of: number): Opinion[] =>
  Array.from({ length: of }, (_, i) => ({ probability, leaks: i < leaked }))
const setOf = (name: string, opinions: readonly Opinion[]) => ({ name, rows: [], contests: [], opinions })

describe('bins', () => {
  it('hold every opinion once, each within its edges', () => {
    fc.assert(
      fc.property(fc.array(opinion), (opinions) => {
        const bins = binsOf(opinions)
        expect(bins.reduce((sum, bin) => sum + bin.opinions, 0)).toBe(opinions.length)
        for (const { from, to, said } of bins) {
          expect(said).toBeGreaterThanOrEqual(from - 1e-9)
          expect(said).toBeLessThanOrEqual(to + 1e-9)
        }
      }),
    )
  })

  it('are off by nothing where what was said is true, by the distance where it is not', () => {
    expect(calibrationError(binsOf([...saying(0.5, 5, 10), ...saying(1, 4, 4)]))).toBeCloseTo(0, 9)
    expect(calibrationError(binsOf(saying(0.9, 6, 10)))).toBeCloseTo(0.3, 9)
    expect(calibrationError([])).toBeUndefined()
  })
})

describe('the report of a calibration', () => {
  const sets = [setOf('battery', saying(0.96, 19, 20)), setOf('libs', saying(0.3, 1, 3))]

  it('has a line for each bin of each set', () => {
    const lines = reliabilityTable(sets)?.split('\n')
    expect(lines).toHaveLength(4)
    expect(lines?.[2]).toMatch(/battery +\| 95–98 % +\| 20 +\| 96.0 % +\| 95.0 % +\| 1.0 %/)
    expect(reliabilityTable([setOf('libs', [])])).toBeUndefined()
  })

  it('has a picture with the name of each set', () => {
    const svg = reliabilityPicture(sets)
    expect(svg).toMatch(/^<svg .*aria-label="[^"]+">/)
    expect(svg).toContain('>battery, 20</text>')
    expect(svg).toContain('>libs, 3</text>')
    expect(svg).not.toMatch(/NaN|Infinity|undefined/)
  })
})

it('a verdict is told with its probability where it has one; suspects wake nobody', () => {
  const verdict = (tier: Verdict['tier'], probability?: number) =>
    ({ tier, probability }) as Verdict & { probability?: number }
  expect(toldBy(verdict('probable', 0.97))).toEqual({ quiet: false, probability: 0.97 })
  expect(toldBy(verdict('suspect'))).toEqual({ quiet: true, probability: undefined })
})
