import { gainOf, lineResidual } from '#shared/statistics/saturation.ts'
import { plainHours } from '#shared/trend/load.ts'
import type { SignatureLife } from '../life/signature-life.ts'
import { isClean } from './changes.ts'

/** Something that rises explains a count where it leaves less than half of the squares that time leaves (battery, 2026-11). */
const CLEARLY = 2

/**
 * What explains a rise better than time does, plain or busy, in words: a connection to each other process of the
 * service, or a pool that keeps what the peak asked for. Undefined where nothing does.
 */
export function explanationOf({
  times,
  clock,
  counts: { last },
  load,
  company,
}: SignatureLife): string | undefined {
  const byTime = Math.min(lineResidual(plainHours(times), last), lineResidual(clock, last))
  const explains = (values: Float64Array): boolean => {
    const isRising = (values.at(-1) as number) > (values[0] as number)
    return isRising && gainOf(byTime, lineResidual(values, last)) >= CLEARLY
  }
  if (company !== undefined && explains(company))
    return `the count follows the number of processes of the service, ${company[0]} → ${company.at(-1)}, at least ${CLEARLY} times as closely as time`
  const peaks = load === undefined || !isClean(last) ? undefined : peaksOf(load.served)
  return peaks !== undefined && explains(peaks)
    ? `the count follows the most connections served so far, ${peaks[0]} → ${peaks.at(-1)}, at least ${CLEARLY} times as closely as time`
    : undefined
}

/** The highest value up to each point. */
function peaksOf(values: Float64Array): Float64Array {
  let peak = 0
  return values.map((value) => {
    peak = Math.max(peak, value)
    return peak
  })
}
