import { type Cause, speaksForLeak } from '#shared/cause/cause.ts'
import type { Ambiguity } from '#shared/cause/cause-of.ts'
import type { Growing } from '../growth/growth.ts'
import { shareReturned } from '../measure/changes.ts'
import type { RuleResult } from '../model/rule.ts'
import { counted, grouped } from '../model/words.ts'

/** What the catalogue says of stacks that grow, and up to how many of them are normal. */

/** What the catalogue says of a stack: a cause, or an ambiguity, or neither. */
interface Diagnosed {
  readonly cause: Cause | undefined
  readonly ambiguity?: Ambiguity | undefined
}

/** The cause where it is certain, else all that it may be, the likeliest first. */
export const mayBe = ({ cause, ambiguity }: Diagnosed): readonly Cause[] =>
  cause === undefined ? (ambiguity?.candidates ?? []) : [cause]

/**
 * The catalogue knows the stack as a leak at this count. Lifts a verdict by a tier, makes none. Where several causes
 * may be meant, each of them has to say so.
 *
 * @param count goroutines of a process, all twins together: what a bound counts
 */
export function knownCause(
  causes: readonly Cause[],
  count: number,
  growing: readonly Growing[],
): RuleResult<'known-cause'> {
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
  cause.class === 'capacity'
    ? growing.some(outlivesLoad)
    : speaksForLeak(cause, count) && (cause.group !== 'shape' || growing.some(isClear))

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
