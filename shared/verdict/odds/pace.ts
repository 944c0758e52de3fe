import { bisectLeft, mean } from 'd3-array'
import { type Rising, steadyPace } from '#shared/statistics/steady-pace.ts'
import { HOUR } from '#shared/time.ts'
import { plainHours, servedHours } from '#shared/trend/load.ts'
import { type LowWater, lowWater, spanOf, WINDOWS } from '#shared/trend/low-water.ts'
import type { SignatureLife } from '../life/signature-life.ts'
import { isClean, noneLeft } from '../measure/changes.ts'
import { TWO_DAYS } from '../measure/day-hours.ts'
import { withoutLoad } from '../measure/since.ts'
import { grouped } from '../model/words.ts'

/** Points that a pace is taken over at least. */
const LEAST_POINTS = 12

/** What of a life is asked. */
interface Asked {
  /** What came before says nothing, milliseconds since the epoch. */
  readonly since?: number
  /** Whether those that come leave again, as subscribers do; what stays for good is not asked whether it doubles. */
  readonly comesAndGoes?: boolean
}

/**
 * Natural logarithm of how many times as likely the counts rose at a steady pace as ever more slowly or ever faster: by
 * all hours, by busy ones, or by connections served. Where nothing leaves, the last counts of slots tell what came, as these are of their
 * times: the least of an hour is older. Where healthy goroutines come and go in the same stack, their mean does, less what goes with the load.
 */
export function paceOf(
  life: SignatureLife,
  { since = 0, comesAndGoes = !noneLeft(life.counts.last) }: Asked = {},
): number {
  return steadyPace([risingOf(life, since)], { mayDouble: comesAndGoes && isLong(life, since) }).log
}

/** Lives whose pace is asked: more say no more than these. */
const MOST_LIVES = 100

/** The same of several lives, whose pace is one: of a warm-up too, which takes as long in each of them. */
export function paceTogether(all: readonly (readonly [life: SignatureLife, since: number])[]): number {
  const lives = all.slice(0, MOST_LIVES)
  const mayDouble = lives.some(([life, since]) => !noneLeft(life.counts.last) && isLong(life, since))
  return steadyPace(
    lives.map(([life, since]) => risingOf(life, since)),
    { mayDouble },
  ).log
}

/** In less time, what comes ever faster may be a morning. */
const isLong = ({ times }: SignatureLife, since: number): boolean =>
  spanOf(times.subarray(beginAt(times, since))) >= TWO_DAYS * HOUR

/** The first point that is asked. */
const beginAt = (times: Float64Array, since: number): number =>
  Math.min(bisectLeft(times, since), Math.max(0, times.length - LEAST_POINTS))

/** Levels of a life, and what its clocks said then. */
function risingOf(life: SignatureLife, since: number): Rising {
  const from = beginAt(life.times, since)
  const times = life.times.subarray(from)
  const served = life.load?.served.subarray(from)
  // Without load the busy hours are all hours.
  const busy = served === undefined ? [] : [life.clock.subarray(from), servedHours(times, { served })]
  const clocks = [plainHours(times), ...busy]
  const water = isClean(life.counts.last)
    ? lowWater(times, life.counts.last.subarray(from))
    : meanLevels(times, withoutLoad(life).subarray(from))
  const atMarks = clocks.map((clock) =>
    water.times.map((at) => clock[Math.min(clock.length - 1, bisectLeft(times, at))] as number),
  )
  return { marks: water.marks, clocks: atMarks }
}

/** Means of as many equal parts as there are windows of low water, each at the middle of its part. */
function meanLevels(times: Float64Array, counts: Float64Array): LowWater {
  const windows = Math.min(WINDOWS, counts.length)
  const cut = (window: number): number => Math.round((window * counts.length) / windows)
  const marks = Float64Array.from(
    { length: windows },
    (_, i) => mean(counts.subarray(cut(i), cut(i + 1))) ?? 0,
  )
  return { marks, times: marks.map((_, i) => times[(cut(i) + cut(i + 1)) >> 1] as number) }
}

/** What came in the last quarter of the busy time, as a multiple of a quarter of the growth: 1 at a steady pace. */
export function paceNow({ clock, counts: { low } }: SignatureLife): number {
  const [first, last] = [low[0] ?? 0, low.at(-1) ?? 0]
  const from = low[Math.min(low.length - 1, bisectLeft(clock, 0.75 * (clock.at(-1) ?? 0)))] ?? 0
  return last > first ? (4 * (last - from)) / (last - first) : 0
}

/** Beyond this many times the models behind it are wrong before the pace is. */
const MOST_TIMES = 3_000

/** `a steady pace is 40 times as likely as one that slows down or speeds up` */
export function paceSays(log: number): string {
  const odds = Math.min(MOST_TIMES, Math.exp(Math.abs(log)))
  const times = odds >= 10 ? grouped(Math.round(odds)) : odds.toFixed(1)
  return log >= 0
    ? `a steady pace is ${times} times as likely as one that slows down or speeds up`
    : `a pace that slows down or speeds up is ${times} times as likely as a steady one`
}
