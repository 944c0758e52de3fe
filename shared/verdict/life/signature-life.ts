import { lazy } from '#shared/lazy.ts'
import type { SignatureId } from '#shared/signature/signature.ts'
import { median } from '#shared/statistics/median.ts'
import { HOUR } from '#shared/time.ts'
import { busyHours, type Load } from '#shared/trend/load.ts'
import { type LowWater, lowWater, spanOf } from '#shared/trend/low-water.ts'
import type { Counts, LifeSeries } from '#shared/trend/series.ts'

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
  /** Processes of the service that ran at each time; undefined where nobody counted. */
  readonly company: Float64Array | undefined
  /** The stack itself serves connections: its count is load. */
  readonly serves: boolean
  readonly lowWater: LowWater
  /** Median of the first and of the last eighth of the low-water marks. */
  readonly firstLevel: number
  readonly lastLevel: number
}

/** What else is known of a life. */
export interface Circumstances {
  readonly load?: Load | undefined
  readonly serves?: boolean
  readonly company?: Float64Array | undefined
}

/** Most signatures are flat and leave early: what costs a pass is worked out when a rule asks for it. */
export function signatureLife(
  series: LifeSeries,
  signature: SignatureId,
  counts: Counts,
  { load, serves = false, company }: Circumstances = {},
): SignatureLife {
  const { times } = series
  const clock = lazy(() => busyHours(times, load))
  const water = lazy(() => lowWater(times, counts.low))
  const levels = lazy(() => levelsOf(water()))
  return {
    signature,
    series,
    counts,
    times,
    load,
    serves,
    company,
    spanHours: spanOf(times) / HOUR,
    get clock() {
      return clock()
    },
    get lowWater() {
      return water()
    },
    get firstLevel() {
      return levels().first
    },
    get lastLevel() {
      return levels().last
    },
  }
}

function levelsOf({ marks }: LowWater): { first: number; last: number } {
  const eighth = Math.max(1, Math.floor(marks.length / 8))
  return { first: median(marks.subarray(0, eighth)), last: median(marks.subarray(-eighth)) }
}
