import { medianSorted } from 'simple-statistics'
import type { SignatureId } from '#shared/signature/signature.ts'
import { HOUR } from '#shared/trend/block.ts'
import { type LowWater, lowWater, spanOf } from '#shared/trend/low-water.ts'
import type { Counts, LifeSeries } from '#shared/trend/series.ts'

/** One signature in one life: what the rules of growth look at. */
export interface SignatureLife {
  readonly signature: SignatureId
  readonly series: LifeSeries
  readonly counts: Counts
  readonly times: Float64Array
  readonly spanHours: number
  readonly lowWater: LowWater
  /** Median of the first and of the last eighth of the low-water marks. */
  readonly firstLevel: number
  readonly lastLevel: number
}

export function signatureLife(series: LifeSeries, signature: SignatureId, counts: Counts): SignatureLife {
  const { times } = series
  const water = lowWater(times, counts.low)
  const eighth = Math.max(1, Math.floor(water.marks.length / 8))
  return {
    signature,
    series,
    counts,
    times,
    spanHours: spanOf(times) / HOUR,
    lowWater: water,
    firstLevel: median(water.marks.subarray(0, eighth)),
    lastLevel: median(water.marks.subarray(-eighth)),
  }
}

/** 0 for no values. */
export const median = (values: Float64Array): number =>
  values.length === 0 ? 0 : medianSorted(values.slice().sort() as never)
