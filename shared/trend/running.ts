import { bisectLeft, median } from 'd3-array'
import { HOUR, MINUTE } from '#shared/time.ts'
import type { Process } from './process.ts'

/** Which processes run at a time, and how much they hold: a process counts with its last snapshot until it is overdue. */

/** Snapshots that may fail to come before a process counts as ended, what a slow one may take beside … */
const MISSING = 2
const SLACK = 10 * MINUTE
/** … and how long a process that sends often may be cut off: slots of a block are up to five minutes wide. */
const LEAST = 30 * MINUTE
/** Of a process that sent one snapshot nobody knows when the next one is due. */
const UNKNOWN_INTERVAL = HOUR
/** Gaps at the end of a life that tell how often it sends now: older ones may be of slots of an hour. */
const RECENT = 8

/** Milliseconds after a snapshot at which the next one is overdue, for one interval between snapshots. */
export const overdueAfter = (interval: number | undefined): number =>
  interval === undefined ? UNKNOWN_INTERVAL : Math.max(LEAST, MISSING * interval + SLACK)

/** Dumps in several forms come at once, within this time, so that every second gap or two of three are short. */
const AT_ONCE = 2 * MINUTE
const LEAST_SHARE = 1 / 3

/** The usual time between two snapshots. */
function intervalOf(times: Float64Array): number | undefined {
  const gaps = Array.from(
    { length: Math.max(0, times.length - 1) },
    (_, i) => (times[i + 1] as number) - (times[i] as number),
  )
  const long = gaps.filter((gap) => gap >= AT_ONCE)
  return median(long.length >= LEAST_SHARE * gaps.length ? long : gaps)
}

/** Until when a process counts with its last snapshot, milliseconds since the epoch. */
export const heldUntil = ({ times }: Pick<Timed, 'times'>): number =>
  (times.at(-1) ?? 0) + overdueAfter(intervalOf(times.subarray(-RECENT - 1)))

/** What must be known of a life to say when it runs. */
interface Timed {
  readonly process: Pick<Process, 'instance'>
  readonly times: Float64Array
}

/** When a life was seen first. */
const firstSeen = ({ times }: Timed): number => times[0] ?? 0

/**
 * The lives that run at a time: of each instance the newest one that is not overdue. Where an instance begins a new life,
 * the one before has ended.
 */
export function runningLives<Life extends Timed>(lives: readonly Life[], now: number): Life[] {
  const byInstance = Map.groupBy(lives, ({ process }) => process.instance)
  return [...byInstance.values()].flatMap((some) => {
    const held = some.filter((life) => life.times.length > 0 && heldUntil(life) >= now)
    return held.length === 0 ? [] : [held.reduce((a, b) => (firstSeen(b) > firstSeen(a) ? b : a))]
  })
}

/** The lives that run at a time, or, where none does, those that ran when the last snapshot came. */
export function standingLives<Life extends Timed>(lives: readonly Life[], now: number): Life[] {
  const running = runningLives(lives, now)
  if (running.length > 0) return running
  return runningLives(
    lives,
    lives.reduce((latest, { times }) => Math.max(latest, times.at(-1) ?? 0), 0),
  )
}

/** Sums over the processes that run, one for each of the times asked for. */
export interface HeldTotals {
  readonly sums: Float64Array
  /** How many processes run. */
  readonly processes: Float64Array
}

/**
 * What all processes hold together at each of some times: each its last value until it is overdue, an instance that of
 * its newest life alone.
 *
 * @param valuesOf a value for each time of the life; undefined: none, though it runs
 * @param at milliseconds since the epoch, rising
 */
export function heldTotals<Life extends Timed>(
  lives: readonly Life[],
  valuesOf: (life: Life) => Float64Array | undefined,
  at: Float64Array,
): HeldTotals {
  const sums = new Float64Array(at.length)
  const processes = new Float64Array(at.length)
  for (const some of Map.groupBy(lives, ({ process }) => process.instance).values()) {
    const taken = new Uint8Array(at.length)
    for (const life of some.toSorted((a, b) => firstSeen(b) - firstSeen(a))) {
      const values = valuesOf(life)
      eachHeld(life, at, (place, i) => {
        if (taken[place] === 1) return
        taken[place] = 1
        sums[place] = (sums[place] as number) + (values?.[i] ?? 0)
        processes[place] = (processes[place] as number) + 1
      })
    }
  }
  return { sums, processes }
}

/** Calls with the place of each time at which a life holds a value, and the index of that value. */
function eachHeld({ times }: Timed, at: Float64Array, found: (place: number, i: number) => void): void {
  if (times.length === 0) return
  const gap = overdueAfter(intervalOf(times))
  const end = heldUntil({ times })
  let i = 0
  for (let place = bisectLeft(at, times[0] as number); place < at.length; place++) {
    const time = at[place] as number
    while (i + 1 < times.length && (times[i + 1] as number) <= time) i++
    const isLast = i + 1 === times.length
    if (isLast && time > end) return
    if (isLast || time <= (times[i] as number) + gap) found(place, i)
  }
}
