import { max, sum } from 'd3-array'
import type { SignatureId } from '#shared/signature/signature.ts'
import { runningLives } from '#shared/trend/running.ts'
import { type Counts, type LifeSeries, noCounts } from '#shared/trend/series.ts'
import { familyCounts } from '#shared/verdict/life/family-counts.ts'
import type { Verdict } from '#shared/verdict/model/verdict.ts'
import { riseOf } from './rise.ts'

/** Which processes show a leak, and which do not: lives beside each other, and releases beside each other. */

/** `leak`: it grows, or rose at half the rate of the leak; `too-early`: at that rate not one goroutine would have come. */
export type Shows = 'leak' | 'none' | 'too-early'

/** One life of a process, and how much of a leak it shows. */
export interface Showing {
  readonly life: LifeSeries
  /** Of all stacks of the leak together; zeros where it never had one. */
  readonly counts: Counts
  readonly isRunning: boolean
  readonly shows: Shows
  /** Goroutines by which the low water rose, and the hours in which it did. */
  readonly rose: number
  readonly hours: number
}

/** Some lives together. */
export interface Side {
  /** Instances, and those of them that show the leak. */
  readonly processes: number
  readonly leaking: number
  /** Hours that they were watched, all together, and goroutines by which they rose. */
  readonly hours: number
  readonly rose: number
}

/** A release: its own lives, and, as a deploy, those that began before it and since. */
export interface ReleaseShowing extends Side {
  readonly version: string
  /** Milliseconds since the epoch. */
  readonly from: number
  readonly to: number
  readonly before: Side
  readonly since: Side
}

/**
 * How much of a leak each life shows, those that leak first, then those with the most goroutines.
 *
 * Of processes that run the judge has said which grow; of all others the rise tells.
 *
 * @param ids all stacks of the leak, also under former names
 */
export function showingOf(
  verdict: Pick<Verdict, 'perHour' | 'grows' | 'seen'>,
  ids: readonly SignatureId[],
  lives: readonly LifeSeries[],
  now: number,
): Showing[] {
  const running = new Set(runningLives(lives, now))
  const told = verdict.seen === 'growing' ? verdict.grows.instances : undefined
  const shown = lives.map((life): Showing => {
    const isRunning = running.has(life)
    const { rise, hours } = riseOf(life, ids)
    const judged = isRunning ? told?.includes(life.process.instance) : undefined
    const shows = judged === true ? 'leak' : showsBy(rise, verdict.perHour * hours)
    return {
      life,
      counts: familyCounts(life, ids) ?? noCounts(life),
      isRunning,
      shows: judged === false && shows === 'leak' ? 'none' : shows,
      rose: rise,
      hours,
    }
  })
  return shown.sort(
    (a, b) =>
      Number(b.shows === 'leak') - Number(a.shows === 'leak') || b.rose - a.rose || mostIn(b) - mostIn(a),
  )
}

const showsBy = (rise: number, due: number): Shows =>
  due < 1 ? 'too-early' : rise >= due / 2 ? 'leak' : 'none'

/** The most goroutines that a life had. */
export const mostIn = ({ counts }: Showing): number => max(counts.high) ?? 0

/** Releases by when the first of their processes began, the newest first. */
export function releasesShowing(shown: readonly Showing[]): ReleaseShowing[] {
  const byVersion = Map.groupBy(shown, ({ life }) => life.process.version)
  return [...byVersion]
    .flatMap(([version, some]) => {
      if (version === undefined) return []
      const from = Math.min(...some.map(beganAt))
      const to = Math.max(...some.map(({ life }) => life.times.at(-1) ?? 0))
      const before = sideOf(shown.filter((one) => beganAt(one) < from))
      const since = sideOf(shown.filter((one) => beganAt(one) >= from))
      return [{ version, from, to, ...sideOf(some), before, since }]
    })
    .sort((a, b) => b.from - a.from)
}

/** Lives that were too short to tell count by their number alone. */
function sideOf(some: readonly Showing[]): Side {
  return {
    processes: instancesOf(some),
    leaking: instancesOf(some.filter(({ shows }) => shows === 'leak')),
    hours: sum(some, ({ hours }) => hours),
    rose: sum(some, ({ rose }) => Math.max(0, rose)),
  }
}

const instancesOf = (some: readonly Showing[]): number =>
  new Set(some.map(({ life }) => life.process.instance)).size

const beganAt = ({ life: { process, times } }: Showing): number => process.startedAt ?? times[0] ?? 0
