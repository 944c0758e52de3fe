import type { Cause } from './cause.ts'
import type { Ambiguity } from './cause-of.ts'

/**
 * What a stack may mean where no more is known.
 *
 * Example output: `Cause: Loop over a channel that is never closed (76), or Ticker loop without an exit (80).`
 */
export const candidatesSentence = ({ candidates }: Ambiguity): string =>
  `Cause: ${anyOf(candidates.map(({ id, title }: Pick<Cause, 'id' | 'title'>) => `${title} (${id})`))}.`

const anyOf = (all: readonly string[]): string => `${all.slice(0, -1).join(', ')}, or ${all.at(-1)}`
