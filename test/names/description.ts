import type { Cause } from '#shared/cause/cause.ts'
import type { StackPattern } from '#shared/cause/stack-pattern.ts'

/** What an entry of the catalogue, or a variant of it, says of stacks and of versions. */
export interface Description extends Pick<Cause, 'holds' | 'companions'> {
  readonly match: readonly StackPattern[]
}

interface Entry extends Description {
  readonly variants?: readonly Description[]
}

/** The entry itself and its variants. */
export function descriptionsOf(entry: Entry): readonly Description[] {
  return [entry, ...(entry.variants ?? [])]
}
