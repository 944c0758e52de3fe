import { bisectLeft } from 'd3-array'
import { steadyPace } from '#shared/statistics/steady-pace.ts'
import { plainHours, servedHours } from '#shared/trend/load.ts'
import { lowWater } from '#shared/trend/low-water.ts'
import type { SignatureLife } from '../life/signature-life.ts'
import { grouped } from '../model/words.ts'

/** Points that a pace is taken over at least. */
const LEAST_POINTS = 12

/**
 * Natural logarithm of how many times as likely the low water rose at a steady pace as ever more slowly: by all hours,
 * by busy ones, or by connections served.
 *
 * @param since what came before says nothing, milliseconds since the epoch
 */
export function paceOf(life: SignatureLife, since = 0): number {
  const from = Math.min(bisectLeft(life.times, since), Math.max(0, life.times.length - LEAST_POINTS))
  const times = life.times.subarray(from)
  const water = lowWater(times, life.counts.low.subarray(from))
  const { load } = life
  // Without load the busy hours are all hours.
  const busy =
    load === undefined
      ? []
      : [life.clock.subarray(from), servedHours(times, { served: load.served.subarray(from) })]
  const clocks = [plainHours(times), ...busy]
  const atMarks = clocks.map((clock) =>
    water.times.map((at) => clock[Math.min(clock.length - 1, bisectLeft(times, at))] as number),
  )
  return steadyPace(water.marks, atMarks).log
}

/** What came in the last quarter of the busy time, as a multiple of a quarter of the growth: 1 at a steady pace. */
export function paceNow({ clock, counts: { low } }: SignatureLife): number {
  const [first, last] = [low[0] ?? 0, low.at(-1) ?? 0]
  const from = low[Math.min(low.length - 1, bisectLeft(clock, 0.75 * (clock.at(-1) ?? 0)))] ?? 0
  return last > first ? (4 * (last - from)) / (last - first) : 0
}

/** Beyond this many times the models behind it are wrong before the pace is. */
const MOST_TIMES = 3_000

/** `a steady pace is 40 times as likely as one that slows down` */
export function paceSays(log: number): string {
  const odds = Math.min(MOST_TIMES, Math.exp(Math.abs(log)))
  const times = odds >= 10 ? grouped(Math.round(odds)) : odds.toFixed(1)
  return log >= 0
    ? `a steady pace is ${times} times as likely as one that slows down`
    : `a pace that slows down is ${times} times as likely as a steady one`
}
