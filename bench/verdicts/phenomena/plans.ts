import { PHENOMENA } from './all.ts'
import type { Phenomenon } from './service.ts'

/** A phenomenon as it is played once; the same plan gives the same counts. */
export interface PhenomenonPlan {
  readonly phenomenon: Phenomenon
  readonly variant: string
  readonly seed: number
  readonly leaks: boolean
  readonly instances: number
  /** Whether the catalogue knows the leaking stack. */
  readonly known: boolean
  /** Two outages, and snapshots lost. */
  readonly gaps: boolean
}

/** One instance or two, known or unknown, with gaps or without: each pair of these comes as often. */
const ROUNDS = [
  { instances: 1, known: false, gaps: false },
  { instances: 2, known: false, gaps: true },
  { instances: 1, known: true, gaps: true },
  { instances: 2, known: true, gaps: false },
] as const

/** The plans of a seed: each variant in each round, healthy and leaking; the twins differ by the leak alone. */
export function phenomenonPlansOf(seed: number): PhenomenonPlan[] {
  let turn = 0
  return PHENOMENA.flatMap((phenomenon) =>
    phenomenon.variants.flatMap((variant) =>
      ROUNDS.flatMap((round) => {
        const plan = { phenomenon, variant, seed: seed * 1_000_003 + 10_007 * turn++, ...round }
        const healthy = { ...plan, leaks: false }
        return phenomenon.onlyHealthy?.includes(variant) ? [healthy] : [healthy, { ...plan, leaks: true }]
      }),
    ),
  )
}
