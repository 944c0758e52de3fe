import { mannKendall, upperTail } from '#shared/trend/mann-kendall.ts'
import type { Method } from '../method.ts'
import { signaturesThat } from './service.ts'

const P_LIMIT = 0.01
/** The same as ours. */
const LEAST_POINTS = 24

/** The plain test of each signature, as if no two neighbours resembled each other (Mann 1945; toy simulation, p < 0.01). */
export const MANN_KENDALL: Method = {
  name: 'Mann–Kendall',
  source: 'Mann 1945, Kendall 1975; p < 0.01',
  answers: (input) =>
    signaturesThat(
      input,
      ({ counts }) => counts.length >= LEAST_POINTS && upperTail(mannKendall(counts).z) < P_LIMIT,
    ).map((id) => ({ signatures: [id] })),
}
