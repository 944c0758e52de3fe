import type { Survivors } from '#shared/survivor/survivors.ts'
import type { Tail } from '#shared/survivor/tail.ts'
import { HOUR } from '#shared/time.ts'
import type { RuleResult } from '../model/rule.ts'
import { counted, duration, grouped } from '../model/words.ts'

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
    says: sentence(survivors),
  }
}

/** `Of 212 goroutines that entered, 38 stayed; of those older than 3 h none has left in 1,940 goroutine-hours` */
function sentence({ word, dumps, joined, left, tail }: Survivors): string {
  if (word === 'too-few-dumps' || tail === undefined)
    return `${counted(dumps, 'full dump')}: too few, or too close together, to tell who stays`
  return `of ${counted(joined, 'goroutine')} that entered in ${counted(dumps, 'full dump')}, ${grouped(Math.max(0, joined - left))} stayed; ${beyond(tail)}`
}

const beyond = ({ age, left, watched }: Tail): string =>
  `of those older than ${duration(age / HOUR)}, ${left === 0 ? 'none has' : `${grouped(left)} ${left === 1 ? 'has' : 'have'}`} left in ${grouped(Math.round(watched / HOUR))} goroutine-hours`
