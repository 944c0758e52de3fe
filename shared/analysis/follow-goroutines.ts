/** Follows goroutines by their ids from one dump of a process to a later one. */

import type { SignatureId } from '#shared/signature/signature.ts'
import type { ReadDump } from './read-dump.ts'

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

/**
 * Undefined where one of the two does not tell goroutines apart. Of a dump that was cut only those may be called gone, or
 * new, that stand before the last one that both have: the runtime prints goroutines in an order that stays.
 */
export function followGoroutines(before: ReadDump, after: ReadDump): Followed | undefined {
  const [was, is] = [standingIn(before), standingIn(after)]
  if (was === undefined || is === undefined) return undefined
  const all = newTally()
  const byStack = new Map<SignatureId, Tally>()
  const tally = (stack: SignatureId): Tally => {
    const known = byStack.get(stack) ?? newTally()
    byStack.set(stack, known)
    return known
  }
  const [wasReach, isReach] = [reach(was, is, isCut(after)), reach(is, was, isCut(before))]
  for (const [id, { stack, minutes, row }] of is) {
    for (const each of [all, tally(stack)]) {
      if (was.get(id)?.stack === stack) stay(each, id, minutes)
      else if (row <= isReach) each.came++
    }
  }
  for (const [id, { stack, row }] of was) {
    if (is.get(id)?.stack === stack || row > wasReach) continue
    all.went++
    tally(stack).went++
  }
  return { all, byStack }
}

/** Where a goroutine stands. */
interface Standing {
  readonly stack: SignatureId
  readonly minutes: number
  /** Its place in the print. */
  readonly row: number
}

function standingIn({ profile, signed }: ReadDump): ReadonlyMap<number, Standing> | undefined {
  const { roster } = profile
  if (roster === undefined || roster.ids.length === 0) return undefined
  return new Map(
    roster.ids.map((id, row) => {
      const signature = signed.signatures[signed.ofGroups[roster.groups[row] ?? -1] ?? -1]
      return [id, { stack: signature?.id ?? '', minutes: roster.minutes[row] ?? 0, row }]
    }),
  )
}

/** The row of `dump` up to which one that the other lacks is not in it for certain. */
function reach(
  dump: ReadonlyMap<number, Standing>,
  other: ReadonlyMap<number, Standing>,
  otherIsCut: boolean,
): number {
  if (!otherIsCut) return Number.POSITIVE_INFINITY
  let last = -1
  for (const [id, { row }] of dump) if (other.has(id)) last = row
  return last
}

const isCut = ({ dump, profile }: ReadDump): boolean =>
  dump.isCut || profile.unread === Number.POSITIVE_INFINITY

function stay(tally: Tally, id: number, minutes: number): void {
  tally.stayed++
  tally.oldest = Math.max(tally.oldest ?? 0, minutes)
  if (tally.ids.length < IDS) tally.ids.push(id)
}
