import type { Opinion } from './looks.ts'

/** Opinions of about the same probability, and what came of them. */
export interface Bin {
  /** Probabilities from … up to, not including the second but for 1. */
  readonly from: number
  readonly to: number
  readonly opinions: number
  /** Mean probability. */
  readonly said: number
  /** Share that leaked. */
  readonly leaked: number
}

/** Edges of the bins, narrow where a verdict is decided. */
const EDGES = [0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.98, 1] as const

/** Said and true, bin by bin; empty bins are left out. */
export function binsOf(opinions: readonly Opinion[]): Bin[] {
  return EDGES.slice(0, -1).flatMap((from, i) => {
    const to = EDGES[i + 1] as number
    const some = opinions.filter(
      ({ probability }) => probability >= from && (probability < to || (to === 1 && probability === 1)),
    )
    if (some.length === 0) return []
    const said = some.reduce((sum, { probability }) => sum + probability, 0) / some.length
    return [{ from, to, opinions: some.length, said, leaked: leakedOf(some) }]
  })
}

/** Mean distance between what was said and what was true, bin by bin, in shares; undefined for no opinion. */
export function calibrationError(bins: readonly Bin[]): number | undefined {
  const all = bins.reduce((sum, { opinions }) => sum + opinions, 0)
  if (all === 0) return undefined
  return bins.reduce((sum, { opinions, said, leaked }) => sum + (opinions / all) * Math.abs(said - leaked), 0)
}

const leakedOf = (opinions: readonly Opinion[]): number =>
  opinions.filter(({ leaks }) => leaks).length / opinions.length
