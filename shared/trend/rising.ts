import { bisectRight, range } from 'd3-array'
import type { SignatureId } from '#shared/signature/signature.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import type { LifeSeries } from './series.ts'

/**
 * Whether a stack rises *now*: no verdict, only a reason to look again before the hour is over. Both tests ask that all of
 * the newer counts stand above all of the older ones.
 */

/** A process so young, in milliseconds, is still coming to rest: it is looked at again whether anything rises or not. */
export const YOUNG = 2 * HOUR

/** What one snapshot counts, by whatever names its stacks. */
type Counted<Stack = SignatureId> = ReadonlyMap<Stack, number>

/** From half to half of ten minutes: nearly what a leak of 60 an hour brings … */
const LEAST_IN_MINUTES = 4
/** … and more than chance: a count of independent goroutines deviates by its root (Poisson), and five may lie above five. */
const DEVIATIONS = 2
/** From hour to hour: what a leak of ten an hour brings. */
const LEAST_IN_AN_HOUR = 10
/** A total that is so many times as large as one before, and so much larger, has jumped. */
const JUMP_TIMES = 1.5
const LEAST_JUMP = 100
/** Width of what is compared with the same an hour before. */
const SPAN = 10 * MINUTE
/** Nobody saw what a process did in so long a silence: agents hold for 20 minutes at most. */
const SILENCE = 30 * MINUTE

const rises = (from: number, to: number): boolean =>
  to - from >= Math.max(LEAST_IN_MINUTES, DEVIATIONS * Math.sqrt(from))

/**
 * Whether a stack rises from the first half of some snapshots of a process to the second.
 *
 * @param snapshots oldest first, some minutes of them; read as far as it takes
 */
export function risesWithin(snapshots: readonly (() => Counted)[]): boolean {
  const [first, last] = [snapshots[0], snapshots.at(-1)]
  if (snapshots.length < 2 || first === undefined || last === undefined) return false
  const before = first()
  const risen = [...last()].filter(([id, count]) => rises(before.get(id) ?? 0, count))
  if (risen.length === 0) return false
  const counted = snapshots.map((read) => read())
  const half = counted.length >> 1
  const spansOf = (some: readonly Counted[]): Spans =>
    some.reduce<Spans | undefined>((spans, one) => spanned(spans, one), undefined) ?? new Map()
  return risesBetween(spansOf(counted.slice(0, half)), spansOf(counted.slice(half)))
}

/** The least and the most that each stack counts in some snapshots. */
export type Spans<Stack = SignatureId> = ReadonlyMap<Stack, { readonly low: number; readonly high: number }>

/** With one snapshot more. @param spans undefined: it is the first */
export function spanned<Stack>(
  spans: Spans<Stack> | undefined,
  counted: Counted<Stack>,
): Map<Stack, { low: number; high: number }> {
  const after = new Map<Stack, { low: number; high: number }>()
  for (const [stack, { low, high }] of spans ?? []) {
    const count = counted.get(stack) ?? 0
    after.set(stack, { low: Math.min(low, count), high: Math.max(high, count) })
  }
  for (const [stack, count] of counted)
    if (!after.has(stack)) after.set(stack, { low: spans === undefined ? count : 0, high: count })
  return after
}

/** Whether a stack rises from some snapshots of a process to those after them. */
export const risesBetween = <Stack>(before: Spans<Stack>, after: Spans<Stack>): boolean =>
  [...after].some(([stack, { low: to }]) => {
    const { low: from, high } = before.get(stack) ?? { low: 0, high: 0 }
    return to > high && rises(from, to)
  })

/** Whether the goroutines of a process have jumped from one number to another: it is told at once. */
export const jumps = (from: number, to: number): boolean => to >= from * JUMP_TIMES && to - from >= LEAST_JUMP

/** Points of a life. */
type Points = Pick<LifeSeries, 'times' | 'counts'>

/** Whether a stack of a life stands higher than an hour before. @param end left out: its newest point */
export function roseInTheHour({ times, counts }: Points, end = times.at(-1) ?? 0): boolean {
  const newest = indicesIn(times, end - SPAN, end)
  const anHourAgo = indicesIn(times, end - HOUR - SPAN, end - HOUR)
  // A gap there does not hide what stood after it.
  const before = anHourAgo.length > 0 ? anHourAgo : indicesIn(times, end - HOUR, end - HOUR / 2)
  if (newest.length === 0 || before.length === 0) return false
  return [...counts.values()].some(({ low, high }) => {
    const to = Math.min(...newest.map((i) => low[i] as number))
    const [from, most] = [
      Math.min(...before.map((i) => low[i] as number)),
      Math.max(...before.map((i) => high[i] as number)),
    ]
    return to > most && to - from >= LEAST_IN_AN_HOUR
  })
}

/**
 * Whether a life has come to rest: no stack of it rose in any hour that ended within the last one, and it has not come back from a silence
 * within two. A wave that pauses for ten minutes is none.
 */
export function isCalm(life: Points): boolean {
  const { times } = life
  const end = times.at(-1) ?? 0
  const cameBack = times.some((at, i) => i > 0 && at > end - YOUNG && at - (times[i - 1] as number) > SILENCE)
  return (
    !cameBack &&
    !Array.from({ length: HOUR / SPAN }, (_, i) => end - i * SPAN).some((at) => roseInTheHour(life, at))
  )
}

/** Of the times behind one and up to another. */
const indicesIn = (times: Float64Array, after: number, until: number): number[] =>
  range(bisectRight(times, after), bisectRight(times, until))
