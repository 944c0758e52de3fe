import { mannKendall } from '#shared/statistics/mann-kendall.ts'
import { type Detector, type Method, methodAt } from '../method.ts'
import { scoresOf } from './service.ts'

/** Standard normal deviate of p = 0.01, one-sided. */
export const Z_99 = 2.326_347_874_040_841
/** Points below which the published rules ask about no line; the same as ours. */
export const LEAST_POINTS = 24

const scoresFrom =
  (points: number): Detector['scores'] =>
  (input) =>
    scoresOf(input, ({ counts }) => (counts.length < points ? undefined : mannKendall(counts).z))

/** The plain test of each signature, as if no two neighbours resembled each other (Mann 1945; toy simulation, p < 0.01). */
export const MANN_KENDALL_Z: Detector = {
  name: 'Mann–Kendall',
  source: 'Mann 1945, Kendall 1975; p < 0.01',
  score: 'z',
  published: [Z_99],
  scores: scoresFrom(0),
}

export const MANN_KENDALL: Method = methodAt({ ...MANN_KENDALL_Z, scores: scoresFrom(LEAST_POINTS) }, Z_99)
