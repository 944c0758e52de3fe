import type { Detector } from '../method.ts'
import type { Row } from '../row.ts'
import { cornersOf, leastWrong, mostFound, type OperatingPoint, operatingCurve } from './curve.ts'
import type { Scored } from './scored.ts'

/** One detector at all of its thresholds, beside what Tidemark does. */
export interface Contest {
  readonly name: string
  /** @see Detector */
  readonly score: string
  /** Corners of its operating curve. */
  readonly curve: readonly OperatingPoint[]
  /** Its points at the published thresholds. */
  readonly published: readonly OperatingPoint[]
  /** The most it finds with no more false verdicts than Tidemark. */
  readonly quiet: OperatingPoint | undefined
  /** The fewest false verdicts it has where it finds as much as Tidemark; undefined: no threshold does. */
  readonly thorough: OperatingPoint | undefined
}

/** Too few cases tell nobody who is better: scores drawn by lot part all leaks from all healthy ones more often than this. */
const MOST_LUCK = 0.01

/** @param ours the row of Tidemark on the same cases */
export function contestsOf(detectors: readonly Detector[], scored: readonly Scored[], ours: Row): Contest[] {
  const { recall = 0, wrong = 1, leaking, healthy } = ours
  if (luckOf(leaking, healthy) > MOST_LUCK) return []
  return detectors.map(({ name, score, published }, i) => {
    const curve = operatingCurve(scored.filter(({ detector }) => detector === i))
    return {
      name,
      score,
      curve: cornersOf(curve),
      published: published.flatMap((at) => curve.findLast(({ threshold }) => threshold >= at) ?? []),
      quiet: mostFound(curve, wrong),
      thorough: leastWrong(curve, recall),
    }
  })
}

/** Chance that an order by lot has all leaks first: one over the ways to choose them. */
function luckOf(leaking: number, healthy: number): number {
  let chance = 1
  for (let i = 1; i <= leaking; i++) chance *= i / (healthy + i)
  return chance
}

/** Contests that Tidemark does not win: some threshold of the other is no worse in both figures. */
export const notWon = (contests: readonly Contest[], { recall = 0, wrong = 1 }: Row): Contest[] =>
  contests.filter(
    ({ quiet, thorough }) =>
      (quiet !== undefined && quiet.recall >= recall) || (thorough !== undefined && thorough.wrong <= wrong),
  )
