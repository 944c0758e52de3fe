import { bisectLeft } from 'd3-array'
import { sliceCounts } from '#shared/trend/series.ts'
import { largestJump } from './rules/not-a-step.ts'
import { type SignatureLife, signatureLife } from './signature-life.ts'

/** A life from the end of its largest jump on: what a warm-up or a resized pool may hide in its own stack. */
export function behindJump({
  series,
  signature,
  counts,
  load,
  serves,
  lowWater,
}: SignatureLife): SignatureLife {
  const from = bisectLeft(series.times, largestJump(lowWater).after)
  const served = load === undefined ? undefined : { served: load.served.subarray(from) }
  return signatureLife(
    { ...series, times: series.times.subarray(from) },
    signature,
    sliceCounts(counts, from),
    { load: served, serves },
  )
}
