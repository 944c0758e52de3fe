import type { SignatureId } from '#shared/signature/signature.ts'
import { HOUR } from '#shared/time.ts'
import { spanOf } from '#shared/trend/low-water.ts'
import type { LifeSeries } from '#shared/trend/series.ts'
import { noneLeft } from '../measure/changes.ts'
import { WHOLE_DAY } from '../measure/day-hours.ts'

/**
 * Handlers of a life that hang: requests that came in a whole day and never ended.
 *
 * @param handlers the signatures that answer requests
 */
export function heldIn({ times, counts }: LifeSeries, handlers: Iterable<SignatureId>): Set<SignatureId> {
  if (spanOf(times) < WHOLE_DAY * HOUR) return new Set()
  const neverEnds = (id: SignatureId): boolean => {
    const last = counts.get(id)?.last
    return last !== undefined && noneLeft(last)
  }
  return new Set([...handlers].filter(neverEnds))
}
