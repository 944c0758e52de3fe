/** The baselines at all of their thresholds: what must hold whatever they score. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DETECTORS } from '#bench/verdicts/baselines/all.ts'
import { casesOf } from '#bench/verdicts/battery/play-battery.ts'
import { missedLeads } from '#bench/verdicts/gate.ts'
import { methodAt } from '#bench/verdicts/method.ts'
import { type Contest, contestsOf, notWon } from '#bench/verdicts/operating/contest.ts'
import {
  cornersOf,
  leastWrong,
  mostFound,
  type OperatingPoint,
  operatingCurve,
} from '#bench/verdicts/operating/curve.ts'
import { type Scored, scoreMade } from '#bench/verdicts/operating/scored.ts'
import { playCase } from '#bench/verdicts/play.ts'
import { contestTable } from '#bench/verdicts/report/contest-table.ts'
import { planePicture } from '#bench/verdicts/report/plane-picture.ts'
import { type Row, rowOf } from '#bench/verdicts/row.ts'

const scoredAs = (leaks: boolean, ...scores: readonly number[]): Scored[] =>
  scores.map((score) => ({ detector: 0, leaks, score }))

/** Many alike scores, also the two that no threshold tells from others. */
const score = fc.oneof(
  fc.integer({ min: -3, max: 12 }),
  fc.constantFrom(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
)
const some = fc
  .tuple(fc.array(score, { minLength: 1 }), fc.array(score, { minLength: 1 }))
  .map(([leaks, healthy]) => [...scoredAs(true, ...leaks), ...scoredAs(false, ...healthy)])
const share = fc.double({ min: 0, max: 1, noNaN: true })
const shareFrom = (scored: readonly Scored[], leaks: boolean, threshold: number): number => {
  const asked = scored.filter((one) => one.leaks === leaks)
  return (
    asked.filter((one) => one.score >= threshold && one.score > Number.NEGATIVE_INFINITY).length /
    asked.length
  )
}

describe('an operating curve', () => {
  it('begins where nothing is reported, and neither of its figures ever falls', () => {
    fc.assert(
      fc.property(some, (scored) => {
        const curve = operatingCurve(scored)
        expect(curve[0]).toMatchObject({ recall: 0, wrong: 0 })
        for (const [i, { recall, wrong }] of curve.entries()) {
          expect(recall).toBeGreaterThanOrEqual(curve[i - 1]?.recall ?? 0)
          expect(wrong).toBeGreaterThanOrEqual(curve[i - 1]?.wrong ?? 0)
        }
      }),
    )
  })

  it('says at each threshold what a count over the cases says', () => {
    fc.assert(
      fc.property(some, (scored) => {
        for (const { threshold, recall, wrong } of operatingCurve(scored).slice(1))
          expect([recall, wrong]).toEqual([
            shareFrom(scored, true, threshold),
            shareFrom(scored, false, threshold),
          ])
      }),
    )
  })

  it('finds no less where more false verdicts are allowed, and needs no fewer of them to find more', () => {
    fc.assert(
      fc.property(some, share, share, (scored, a, b) => {
        const curve = operatingCurve(scored)
        const [less, more] = [Math.min(a, b), Math.max(a, b)]
        const found = (wrong: number): number => mostFound(curve, wrong)?.recall ?? 0
        expect(found(more)).toBeGreaterThanOrEqual(found(less))
        const needs = (recall: number): number => leastWrong(curve, recall)?.wrong ?? Number.POSITIVE_INFINITY
        expect(needs(more)).toBeGreaterThanOrEqual(needs(less))
      }),
    )
  })

  it('loses nothing by its corners', () => {
    fc.assert(
      fc.property(some, share, (scored, bound) => {
        const curve = operatingCurve(scored)
        const corners = cornersOf(curve)
        const best = (points: readonly OperatingPoint[]) => [
          mostFound(points, bound)?.recall,
          leastWrong(points, bound)?.wrong,
        ]
        expect(best(corners)).toEqual(best(curve))
      }),
    )
  })

  it('is that of the textbook for a score that parts them, and for one that does not', () => {
    const parted = operatingCurve([...scoredAs(true, 3, 4), ...scoredAs(false, 1, 2)])
    expect(mostFound(parted, 0)).toEqual({ threshold: 3, recall: 1, wrong: 0 })
    const alike = operatingCurve([...scoredAs(true, 1, 1), ...scoredAs(false, 1, 1)])
    expect(mostFound(alike, 0)).toMatchObject({ recall: 0 })
    expect(leastWrong(alike, 0.1)).toEqual({ threshold: 1, recall: 1, wrong: 1 })
  })

  it('never finds what has no score', () => {
    const curve = operatingCurve([...scoredAs(true, Number.NEGATIVE_INFINITY, 1), ...scoredAs(false, 0)])
    expect(leastWrong(curve, 0.6)).toBeUndefined()
  })
})

const ROW: Row = {
  ...rowOf('Tidemark', []),
  leaking: 20,
  healthy: 20,
  recall: 0.95,
  wrong: 0.05,
}
const [ANY] = DETECTORS.slice(0, 1)
/** Twenty leaks of which so many stand out, and so many of twenty healthy services with them. */
const contestWith = (found: number, wrong: number): Contest[] =>
  contestsOf(
    ANY === undefined ? [] : [ANY],
    [
      ...scoredAs(true, ...Array.from({ length: 20 }, (_, i) => (i < found ? 9 : Number.NEGATIVE_INFINITY))),
      ...scoredAs(false, ...Array.from({ length: 20 }, (_, i) => (i < wrong ? 9 : Number.NEGATIVE_INFINITY))),
    ],
    ROW,
  )

describe('a contest', () => {
  it.each([
    { found: 18, wrong: 1, won: true, why: 'finds less' },
    { found: 20, wrong: 2, won: true, why: 'has more false verdicts' },
    { found: 19, wrong: 1, won: false, why: 'is as good' },
    { found: 20, wrong: 1, won: false, why: 'finds more' },
    { found: 19, wrong: 0, won: false, why: 'has fewer false verdicts' },
    { found: 0, wrong: 0, won: true, why: 'reports nothing' },
    { found: 20, wrong: 20, won: true, why: 'reports everything' },
  ])('with one that $why is won: $won', ({ found, wrong, won }) => {
    const contests = contestWith(found, wrong)
    expect(notWon(contests, ROW)).toHaveLength(won ? 0 : 1)
    const sentences = missedLeads(ROW, contests, 'the battery')
    expect(sentences).toHaveLength(won ? 0 : 1)
    if (!won) expect(sentences[0]).toContain('threshold (goroutines) on the battery finds')
  })

  it('is not held on a few cases, whose shares are coarse', () => {
    expect(contestsOf(DETECTORS, [], { ...ROW, leaking: 4, healthy: 2 })).toEqual([])
    expect(contestsOf(DETECTORS, [], { ...ROW, healthy: 0 })).toEqual([])
    expect(contestsOf(DETECTORS, [], { ...ROW, leaking: 8, healthy: 6 })).toHaveLength(DETECTORS.length)
  })
})

describe('the detectors on made services', () => {
  const cases = [32, 0].flatMap((rest) => [...casesOf({ seed: 1, every: 95, rest })])
  const scored = cases.flatMap((made) => scoreMade(made, DETECTORS))
  const contests = contestsOf(DETECTORS, scored, ROW)

  it.each(DETECTORS.map((detector, i) => ({ ...detector, i })))(
    '$name by $score: a point of its curve is what the method does at that threshold',
    ({ i }) => {
      const detector = DETECTORS[i] as (typeof DETECTORS)[number]
      const point = mostFound(contests[i]?.curve ?? [], 0.3)
      const threshold = point?.threshold ?? 0
      const outcomes = cases.flatMap((made) => playCase(made, [methodAt(detector, threshold)]))
      const { recall, wrong } = rowOf(detector.name, outcomes)
      expect({ recall, wrong }).toEqual({ recall: point?.recall, wrong: point?.wrong })
    },
  )

  it('are in the table, a line each of one width', () => {
    const lines = contestTable(ROW, contests).split('\n')
    expect(lines).toHaveLength(3 + DETECTORS.length)
    expect(new Set(lines.map(({ length }) => length)).size).toBe(1)
    expect(lines.join('\n')).not.toMatch(/NaN|Infinity|undefined|∞/)
  })

  it('are in the picture, with the point that they are held against', () => {
    const svg = planePicture(ROW, contests)
    expect(svg).toMatch(/^<svg .*aria-label="[^"]+">/)
    expect(svg).not.toMatch(/NaN|Infinity|undefined/)
    for (const { name } of DETECTORS) expect(svg).toContain(`>${name}</text>`)
    expect(svg.match(/<path class="other/g)).toHaveLength(DETECTORS.length)
    expect(svg).toContain('r="7" class="ours"')
  })
})
