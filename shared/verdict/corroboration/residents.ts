import { survivorClause } from '#shared/survivor/sentence.ts'
import type { Survivors } from '#shared/survivor/survivors.ts'
import { HOUR } from '#shared/time.ts'
import type { RuleResult } from '../model/rule.ts'
import { counted } from '../model/words.ts'

/** Whether some of those that enter a stack never leave it, while others do, and new ones keep joining those that stay. */
export const isLeaking = ({ word, neverLeaves }: Survivors): boolean =>
  word === 'stay-and-keep-joining' && !neverLeaves

/** What full dumps say of the individuals of a stack. Where nobody ever leaves they say no more than counts do. */
export function residentsRule(survivors: Survivors | undefined): RuleResult<'residents'> {
  if (survivors === undefined)
    return { id: 'residents', fired: false, figures: {}, says: 'no two full dumps show this stack' }
  const { dumps, residents, joined, left, tail } = survivors
  const index = tail === undefined ? {} : { tailHours: tail.age / HOUR, tailIndex: tail.index }
  return {
    id: 'residents',
    fired: isLeaking(survivors),
    figures: { dumps, residents, joined, left, ...index },
    says:
      survivorClause(survivors) ??
      `${counted(dumps, 'full dump')}: too few, or too close together, to tell who stays`,
  }
}
