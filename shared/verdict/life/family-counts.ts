import type { SignatureId } from '#shared/signature/signature.ts'
import type { Counts, LifeSeries } from '#shared/trend/series.ts'

/**
 * The counts of a family in one life; undefined where none of it was there. Its low is that of the last counts:
 * the least ones of its members need not have been at one time.
 */
export function familyCounts(
  { counts, times }: LifeSeries,
  members: readonly SignatureId[],
): Counts | undefined {
  const present = members.flatMap((id) => counts.get(id) ?? [])
  if (present.length === 0) return undefined
  const sum = (member: keyof Counts): Float64Array =>
    Float64Array.from(times, (_, i) => present.reduce((total, one) => total + (one[member][i] as number), 0))
  return { low: sum('last'), high: sum('high'), last: sum('last') }
}
