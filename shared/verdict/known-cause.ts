import { max, sum } from 'd3-array'
import { type Cause, speaksForLeak } from '#shared/cause/cause.ts'
import type { LifeSeries } from '#shared/trend/series.ts'
import type { Assessed } from './assess.ts'
import type { Growing, Growth } from './growth.ts'
import { shareReturned } from './rules/never-returns.ts'
import type { RuleResult } from './verdict.ts'
import { counted, grouped } from './words.ts'

/** What the catalogue says of stacks that grow, and up to how many of them are normal. */

/** The cause where it is certain, else all that it may be, the likeliest first. */
export const mayBe = ({ cause, ambiguity }: Pick<Assessed, 'cause' | 'ambiguity'>): readonly Cause[] =>
  cause === undefined ? (ambiguity?.candidates ?? []) : [cause]

/**
 * The catalogue knows the stack as a leak at this count. Lifts a verdict by a tier, makes none. Where several causes
 * may be meant, each of them has to say so.
 *
 * @param count goroutines of a process, all twins together: what a bound counts
 */
export function knownCause(causes: readonly Cause[], count: number, growing: readonly Growing[]): RuleResult {
  const [first] = causes
  if (first === undefined)
    return { id: 'known-cause', fired: false, figures: {}, says: 'no entry of the catalogue matches' }
  return {
    id: 'known-cause',
    fired: causes.every((cause) => isMeant(cause, count, growing)),
    figures: { entry: Number(first.id), count },
    says: saysOf(causes, count),
  }
}

function saysOf(causes: readonly Cause[], count: number): string {
  const [first] = causes
  if (causes.length > 1) {
    const all = causes.map(({ id, title }) => `${id} (${title})`)
    return `one of the entries ${all.slice(0, -1).join(', ')} and ${all.at(-1)} of the catalogue`
  }
  const normal =
    first?.bound === undefined
      ? ''
      : `; ${counted(count, 'goroutine')} in a process, normal: at most ${grouped(first.bound)}`
  return `entry ${first?.id} of the catalogue: ${first?.title}${normal}`
}

/** A leak at this count; a shape of the program's own code fits healthy pools too, and must be clear. */
const isMeant = (cause: Cause, count: number, growing: readonly Growing[]): boolean =>
  cause.class === 'C'
    ? growing.some(outlivesLoad)
    : speaksForLeak(cause, count) && (cause.group !== 'E' || growing.some(isClear))

/** Growth is clear where it outlasts two days and nothing of it ever left, at the ebbs at least. */
const CLEAR_HOURS = 48
const CLEAR_RETURNED = 0.1

const isClear = ({ life: { spanHours, counts, lowWater } }: Growing): boolean =>
  spanHours >= CLEAR_HOURS &&
  Math.min(shareReturned(counts.last), shareReturned(lowWater.marks)) <= CLEAR_RETURNED

/** Falls over rises of what comes and goes with the traffic (docs/verdicts.md, recorded: 0.5–1.0). */
const COMES_AND_GOES = 0.5

/** What is taken for connections is a leak where it stays, day after day, when the traffic has gone. */
const outlivesLoad = (one: Growing): boolean =>
  isClear(one) && one.life.load !== undefined && shareReturned(one.life.load.served) >= COMES_AND_GOES

/** The newest count of all twins together in the process that has most of them. */
export const mostOf = (group: readonly Assessed[]): number =>
  max(countsIn(group.flatMap(({ growths }) => growths)).values()) ?? 0

/** Id of a cause → life → goroutines of all stacks that it is the cause of. */
export const countsOfCauses = (
  assessed: readonly Assessed[],
): ReadonlyMap<string | undefined, ReadonlyMap<LifeSeries, number>> =>
  new Map(
    [...Map.groupBy(assessed, ({ cause }) => cause?.id)].map(([id, all]) => [
      id,
      countsIn(all.filter(({ family }) => family === undefined).flatMap(({ growths }) => growths)),
    ]),
  )

const countsIn = (growths: readonly Growth[]): Map<LifeSeries, number> =>
  new Map(
    [...Map.groupBy(growths, ({ life }) => life.series)].map(([series, all]) => [
      series,
      sum(all, ({ life }) => life.counts.last.at(-1) ?? 0),
    ]),
  )
