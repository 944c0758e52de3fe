import type { Scored } from './scored.ts'

/** How a detector does at one threshold. */
export interface OperatingPoint {
  readonly threshold: number
  /** Shares 0 … 1: of the leaks, found; of the healthy services, reported. */
  readonly recall: number
  readonly wrong: number
}

/**
 * The operating curve: a point for each threshold at which a detector does something else, strictest first; the
 * first reports nothing.
 *
 * Law: a lower threshold reports no less, so that neither recall nor false verdicts ever fall along the curve.
 */
export function operatingCurve(scored: readonly Scored[]): OperatingPoint[] {
  const leaking = scored.filter(({ leaks }) => leaks).length
  const healthy = scored.length - leaking
  const curve: OperatingPoint[] = [{ threshold: Number.POSITIVE_INFINITY, recall: 0, wrong: 0 }]
  let [found, wrong] = [0, 0]
  const byScore = [...Map.groupBy(scored, ({ score }) => score)].sort(([a], [b]) => b - a)
  for (const [threshold, some] of byScore) {
    if (threshold === Number.NEGATIVE_INFINITY) break
    const more = some.filter(({ leaks }) => leaks).length
    found += more
    wrong += some.length - more
    curve.push({ threshold, recall: found / Math.max(1, leaking), wrong: wrong / Math.max(1, healthy) })
  }
  return curve
}

/** Without the points than which another one is better in one figure and as good in the other; the last one stays. */
export const cornersOf = (curve: readonly OperatingPoint[]): OperatingPoint[] =>
  curve.filter(({ recall, wrong }, i) => {
    const [before, after] = [curve[i - 1], curve[i + 1]]
    return after === undefined || (after.wrong !== wrong && before?.recall !== recall)
  })

/** The threshold that finds most while it reports no more healthy services than this share. */
export const mostFound = (curve: readonly OperatingPoint[], mostWrong: number): OperatingPoint | undefined =>
  curve
    .filter(({ wrong }) => wrong <= mostWrong)
    .reduce(
      better(({ recall }) => recall),
      undefined,
    )

/** The threshold with the fewest false verdicts that finds this share of the leaks; undefined: none does. */
export const leastWrong = (
  curve: readonly OperatingPoint[],
  leastRecall: number,
): OperatingPoint | undefined =>
  curve
    .filter(({ recall }) => recall >= leastRecall)
    .reduce(
      better(({ wrong }) => -wrong),
      undefined,
    )

/** The first of those with the highest value. */
const better =
  (value: (point: OperatingPoint) => number) =>
  (best: OperatingPoint | undefined, point: OperatingPoint): OperatingPoint =>
    best === undefined || value(point) > value(best) ? point : best
