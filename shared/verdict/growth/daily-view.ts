import { DAY } from '#shared/time.ts'
import { lowWater, spanOf } from '#shared/trend/low-water.ts'
import { type SignatureLife, signatureLife } from '../life/signature-life.ts'

/** Days that a trend of daily ebbs needs: five that all rise have probability 1/120 by chance. */
const LEAST_DAYS = 5

/**
 * A life as the ebb of each of its days, for a leak under a strong daily wave: at night the wave is gone and what
 * has leaked stays. Undefined where there are too few days.
 */
export function dailyView({
  series,
  signature,
  times,
  counts,
  load,
}: SignatureLife): SignatureLife | undefined {
  if (spanOf(times) < (LEAST_DAYS - 0.5) * DAY) return undefined
  const ebb = lowWater(times, counts.low, DAY)
  if (ebb.marks.length < LEAST_DAYS) return undefined
  const served = load === undefined ? undefined : { served: lowWater(times, load.served, DAY).marks }
  const days = { low: ebb.marks, high: ebb.marks, last: ebb.marks }
  return signatureLife({ ...series, times: ebb.times }, signature, days, { load: served })
}
