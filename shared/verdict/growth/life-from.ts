import { bisectLeft } from 'd3-array'
import { sliceCounts } from '#shared/trend/series.ts'
import { type SignatureLife, signatureLife } from '../life/signature-life.ts'
import { largestJump } from '../measure/jumps.ts'
import { beginningOf } from '../measure/since.ts'

/** A life from the end of its largest jump on: what a warm-up or a resized pool may hide in its own stack. */
export const behindJump = (life: SignatureLife): SignatureLife =>
  lifeFrom(life, bisectLeft(life.times, largestJump(life.lowWater).after))

/** A life from when it began to grow on. */
export const behindOnset = (life: SignatureLife): SignatureLife => lifeFrom(life, beginningOf(life))

/** The points of a life from an index on. */
function lifeFrom({ series, signature, counts, load, serves }: SignatureLife, from: number): SignatureLife {
  const served = load === undefined ? undefined : { served: load.served.subarray(from) }
  return signatureLife(
    { ...series, times: series.times.subarray(from) },
    signature,
    sliceCounts(counts, from),
    { load: served, serves },
  )
}
