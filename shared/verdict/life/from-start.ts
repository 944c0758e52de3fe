import { HOUR } from '#shared/time.ts'
import { type SignatureLife, signatureLife } from './signature-life.ts'

/** A process whose first slot ends later than this after its start was not watched from its start. */
const FIRST_SLOT = HOUR

/**
 * A life point by point from the start of its process: a short one has few slots, and most of what came may have come
 * within the first. Slots tell what stood at their end, and the first one, by its least count, what stood at the start.
 */
export function fromStart(life: SignatureLife): SignatureLife {
  const { series, signature, counts, load, serves, company } = life
  const first = series.times[0] as number
  const { startedAt = first } = series.process
  const isSeen = series.life === 0 && startedAt < first && first - startedAt <= FIRST_SLOT
  const times = isSeen ? Float64Array.of(startedAt, ...series.times) : series.times
  const values = isSeen ? Float64Array.of(counts.low[0] as number, ...counts.last) : counts.last
  const served = load && (isSeen ? Float64Array.of(load.served[0] as number, ...load.served) : load.served)
  return signatureLife(
    { ...series, times },
    signature,
    { low: values, high: values, last: values },
    { load: served && { served }, serves, company },
  )
}
