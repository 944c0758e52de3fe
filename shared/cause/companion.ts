import { CATALOGUE } from './catalogue.ts'
import type { Cause } from './cause.ts'
import type { Diagnosis } from './cause-of.ts'
import { holdsIn } from './holds.ts'
import type { KnownStack } from './known-stack.ts'
import { fits } from './stack-pattern.ts'

/** Entries with companions that somebody is answered by. */
const ACCOMPANIED = CATALOGUE.filter(
  ({ companions = [], answeredBy }) => companions.length > 0 && answeredBy === undefined,
)

const BESIDE = 'The dump has goroutines of each of them beside these.'
const NOT_HERE =
  'The goroutines that stand beside these tell which of them it is, and this text has none of them: give the whole dump.'

/**
 * What a stack says that means nothing alone, such as the writeLoop of a connection: the entries that it accompanies and
 * that the dump has elsewhere. Of a dump that lost those, all are candidates where there are several; one alone is a guess.
 *
 * @param named ids of the entries that other stacks of the dump give away
 */
export function companionDiagnosis(stack: KnownStack, named: ReadonlySet<string>): Diagnosis {
  const all = ACCOMPANIED.filter(
    (cause) => cause.companions?.some((pattern) => fits(stack, pattern)) && holdsIn(cause, stack),
  )
  const beside = all.filter(({ id }) => named.has(id))
  const [first, second, ...rest] = beside.length > 0 ? beside : all
  if (first !== undefined && second !== undefined) {
    const candidates: [Cause, Cause, ...Cause[]] = [first, second, ...rest]
    const tellApart = beside.length > 0 ? BESIDE : NOT_HERE
    return { cause: undefined, ambiguity: { candidates, tellApart } }
  }
  return { cause: beside[0], ambiguity: undefined }
}
