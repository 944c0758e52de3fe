/** Follows goroutines by their ids from one dump of a process to a later one. */

import type { SignatureId } from '#shared/signature/signature.ts'
import type { ReadDump } from './read-dump.ts'
import type { SignedIndividuals } from './signed-individuals.ts'

/** What became of the goroutines of a stack, or of all. */
export interface StackTurnover {
  /** In the same stack in both dumps. */
  readonly stayed: number
  /** In the later dump alone, or in another stack before. */
  readonly came: number
  /** In the earlier dump alone, or in another stack since. */
  readonly went: number
  /** Whole minutes that the oldest of those that stayed has waited, a floor; null where none stayed. */
  readonly oldest: number | null
  /** Ids of those that stayed, some of them where they are many. */
  readonly ids: readonly number[]
}

/** From one dump to another. */
export interface Followed {
  readonly all: StackTurnover
  readonly byStack: ReadonlyMap<SignatureId, StackTurnover>
}

/** Ids told of one stack. */
const IDS = 20

interface Tally {
  stayed: number
  came: number
  went: number
  oldest: number | null
  readonly ids: number[]
}

const newTally = (): Tally => ({ stayed: 0, came: 0, went: 0, oldest: null, ids: [] })

/** Undefined where one of the two does not tell goroutines apart, or has more than are kept. */
export function followGoroutines(before: ReadDump, after: ReadDump): Followed | undefined {
  if (before.individuals === undefined || after.individuals === undefined) return undefined
  if (before.individuals.more + after.individuals.more > 0) return undefined
  const [was, is] = [stacksById(before.individuals), stacksById(after.individuals)]
  const all = newTally()
  const byStack = new Map<SignatureId, Tally>()
  const tally = (stack: SignatureId): Tally => {
    const known = byStack.get(stack) ?? newTally()
    byStack.set(stack, known)
    return known
  }
  for (const [row, { id, minutes }] of after.individuals.individuals.entries()) {
    const stack = after.individuals.stacks[row] as SignatureId
    for (const each of [all, tally(stack)]) {
      if (was.get(id) === stack) stay(each, id, minutes)
      else each.came++
    }
  }
  for (const [id, stack] of was) {
    if (is.get(id) === stack) continue
    all.went++
    tally(stack).went++
  }
  return { all, byStack }
}

const stacksById = ({ individuals, stacks }: SignedIndividuals): Map<number, SignatureId> =>
  new Map(individuals.map(({ id }, row) => [id, stacks[row] as SignatureId]))

function stay(tally: Tally, id: number, minutes: number): void {
  tally.stayed++
  tally.oldest = Math.max(tally.oldest ?? 0, minutes)
  if (tally.ids.length < IDS) tally.ids.push(id)
}
