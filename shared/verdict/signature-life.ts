import type { SignatureId } from '#shared/signature/signature.ts'
import { HOUR } from '#shared/trend/block.ts'
import { busyHours, type Load } from '#shared/trend/load.ts'
import { type LowWater, lowWater, spanOf } from '#shared/trend/low-water.ts'
import type { Counts, LifeSeries } from '#shared/trend/series.ts'
import { median } from './median.ts'

/** One signature in one life: what the rules of growth look at. */
export interface SignatureLife {
  readonly signature: SignatureId
  readonly series: LifeSeries
  readonly counts: Counts
  readonly times: Float64Array
  readonly spanHours: number
  /** Hours that the process has been busy at each time; plain hours where nothing tells. */
  readonly clock: Float64Array
  /** Served connections of the same process; undefined where it serves none, or is itself what serves. */
  readonly load: Load | undefined
  /** The stack itself serves connections: its count is load. */
  readonly serves: boolean
  readonly lowWater: LowWater
  /** Median of the first and of the last eighth of the low-water marks. */
  readonly firstLevel: number
  readonly lastLevel: number
}

export function signatureLife(
  series: LifeSeries,
  signature: SignatureId,
  counts: Counts,
  { load, serves = false }: { readonly load?: Load | undefined; readonly serves?: boolean } = {},
): SignatureLife {
  const { times } = series
  return { signature, series, counts, times, load, serves, ...measured(times, counts, load) }
}

function measured(times: Float64Array, counts: Counts, load: Load | undefined) {
  const water = lowWater(times, counts.low)
  const eighth = Math.max(1, Math.floor(water.marks.length / 8))
  return {
    spanHours: spanOf(times) / HOUR,
    clock: busyHours(times, load),
    lowWater: water,
    firstLevel: median(water.marks.subarray(0, eighth)),
    lastLevel: median(water.marks.subarray(-eighth)),
  }
}
