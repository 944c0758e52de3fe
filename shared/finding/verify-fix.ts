import { greatest, sum } from 'd3-array'
import type { SignatureId } from '#shared/signature/signature.ts'
import { poissonAtMost } from '#shared/statistics/poisson.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { runningLives } from '#shared/trend/running.ts'
import type { LifeSeries } from '#shared/trend/series.ts'
import type { Finding } from './finding.ts'
import { leakingShare, riseOf } from './rise.ts'

/** Whether a version is free of a leak. */
export interface FixCheck {
  readonly answer: 'yes' | 'no' | 'not-yet'
  readonly version: string
  /** Processes of the version that were watched, and those of them that run now. */
  readonly processes: number
  readonly running: number
  readonly processHours: number
  /** Goroutines that the leak would have added in that time at its old rate. */
  readonly expected: number
  /** Goroutines by which the low water rose in that time. */
  readonly rose: number
  /** That a leak at the old rate, at the low end of its interval, would have added no more than that: 0 … 1. */
  readonly chance: number
  /** When it will be sure if nothing more rises, milliseconds since the epoch; undefined: it is, or nothing runs. */
  readonly sureAt: number | undefined
}

/** A leak that is still there would look like this in one check of a hundred at most. */
const CHANCE = 0.01
/** Share of the old growth that a fix may leave: pools and caches of a new version fill, too. */
const LEFT = 0.1
/** Longest that a prediction is made for. */
const MOST_HOURS = 24 * 365

/**
 * Is the stack gone in this version? The old rate says how many goroutines would have come by now; so few came by chance only
 * with the probability of a Poisson variable (each goroutine leaks on its own).
 *
 * @param ids all stacks of the finding, also under former names
 * @param lives of all versions in the window
 */
export function verifyFix(
  finding: Finding,
  version: string,
  ids: readonly SignatureId[],
  lives: readonly LifeSeries[],
  now: number,
): FixCheck {
  const { verdict, grewIn } = finding
  const { perHour, low95 } = verdict
  // The low end of the interval lies below 0 where the growth was small.
  const low = low95 > 0 ? low95 : perHour / 2
  const watched = lives.filter(({ process }) => process.version === version).map((life) => riseOf(life, ids))
  const share = leakingShare(
    lives.filter((life) => life.process.version !== version && grewIn.includes(life.process.version ?? '')),
    ids,
    perHour,
  )
  const running = runningLives(lives, now).filter(({ process }) => process.version === version).length
  const hours = sum(watched, (each) => each.hours)
  const rose = sum(watched, (each) => Math.max(0, each.rise))
  const chanceAfter = (more: number): number =>
    Math.max(poissonAtMost(Math.floor(rose), low * share * (hours + more)), (1 - share) ** watched.length)
  const chance = watched.length === 0 ? 1 : chanceAfter(0)
  const expected = perHour * share * hours
  const answer = verdict.grows.versions.includes(version)
    ? 'no'
    : chance <= CHANCE && rose <= LEFT * expected
      ? 'yes'
      : 'not-yet'
  return {
    answer,
    version,
    processes: watched.length,
    running,
    processHours: hours,
    expected,
    rose,
    chance,
    sureAt: answer === 'not-yet' && running > 0 ? sureAt(chanceAfter, running, now) : undefined,
  }
}

/** The first time at which the chance is small enough, by doubling steps and halving back. */
function sureAt(
  chanceAfter: (processHours: number) => number,
  running: number,
  now: number,
): number | undefined {
  let [early, late] = [0, 1 / 60]
  while (chanceAfter(late * running) > CHANCE) {
    if (late > MOST_HOURS) return undefined
    early = late
    late *= 2
  }
  while (late - early > 1 / 60) {
    const middle = (early + late) / 2
    if (chanceAfter(middle * running) > CHANCE) early = middle
    else late = middle
  }
  return Math.ceil((now + late * HOUR) / MINUTE) * MINUTE
}

/** The version of the processes that began last; undefined where none has one. */
export function newestVersion(lives: readonly LifeSeries[]): string | undefined {
  const named = lives.filter(({ process }) => process.version !== undefined)
  return greatest(named, ({ times }) => times[0] ?? 0)?.process.version
}
