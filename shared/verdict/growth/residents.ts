import type { LifeStays } from '#shared/survivor/life-stays.ts'
import type { Individuals } from '../life/followed.ts'
import { type SignatureLife, signatureLife } from '../life/signature-life.ts'
import { rateSince } from '../measure/rate.ts'
import { sinceOf } from '../measure/since.ts'
import type { RuleResult } from '../model/rule.ts'
import type { Growing, Growth } from './growth.ts'

/**
 * Growth that no count shows, because far more goroutines come and go in the same stack: that of the individuals that
 * never left.
 *
 * @param growths every life of the stack
 * @param rule what full dumps say of its individuals
 * @returns the lives in which somebody has stayed for good
 */
export const growingResidents = (
  growths: readonly Growth[],
  { stays, survivors }: Individuals,
  rule: RuleResult<'residents'>,
): Growing[] =>
  growths.flatMap(({ life, rules }) => {
    const own = stays.find(({ process }) => process === life.series.process.id)
    const view = own && residentLife(life, own.life, survivors.tail?.age ?? 0)
    if (view === undefined) return []
    const since = sinceOf(view)
    return [{ grows: true, life, view, rules: [rule, ...rules], since, rate: rateSince(view, since) }]
  })

/** Points that a rate needs. */
const LEAST_POINTS = 3

/**
 * How many had joined for good by each dump. The last dumps are left out: of those that came within the age nobody knows
 * yet whether they stay.
 */
function residentLife(life: SignatureLife, stays: LifeStays, age: number): SignatureLife | undefined {
  const end = stays.times.at(-1) ?? 0
  const times = Float64Array.from(stays.times.filter((at) => at <= end - age))
  const stayed = stays.stays.filter(({ goneBy, before }) => goneBy === undefined && before >= 0)
  const counts = times.map((_, dump) => stays.weight * stayed.filter(({ first }) => first <= dump).length)
  if (times.length < LEAST_POINTS || (counts.at(-1) ?? 0) === 0) return undefined
  return signatureLife({ ...life.series, times }, life.signature, { low: counts, high: counts, last: counts })
}
