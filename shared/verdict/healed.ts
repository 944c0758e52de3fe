import { max } from 'd3-array'
import { HOUR } from '#shared/time.ts'
import { spanOf } from '#shared/trend/low-water.ts'
import type { LifeSeries } from '#shared/trend/series.ts'
import type { Assessed } from './assess.ts'
import { currentLives } from './current-lives.ts'
import { isLongEnough } from './standing.ts'

/** Where a leak is gone: processes that run now show none of it. */
export interface Healed {
  /** Version of the processes that run now. */
  readonly version: string | undefined
  /** Hours that the longest of them has been watched. */
  readonly hours: number
}

/**
 * Whether a signature that grew has stopped growing in the newest processes that were watched long enough to tell;
 * undefined where one of them still grows.
 */
export function healed(lives: readonly LifeSeries[], { growths, growing }: Assessed): Healed | undefined {
  const grew = new Set(growing.map(({ life }) => life.series))
  // A life too short to tell, as that of the newest release, neither heals nor takes back what others told.
  const telling = currentLives(lives.filter((life) => grew.has(life) || isQuiet(life, growths)))
  if (telling.length === 0 || telling.some((life) => grew.has(life))) return undefined
  const longest = telling.reduce((a, b) => (spanOf(b.times) > spanOf(a.times) ? b : a))
  return { version: longest.process.version, hours: spanOf(longest.times) / HOUR }
}

/** Where a signature grows now. */
export interface GrowsIn {
  /** Of the processes that run now and grow, in the order of their names. */
  readonly versions: readonly string[]
  /** When the youngest of them began, milliseconds since the epoch; undefined where none grows. */
  readonly latestStart: number | undefined
}

/** The processes that run now and grow. */
export function growsIn(lives: readonly LifeSeries[], { growing }: Assessed): GrowsIn {
  const grew = new Set(growing.map(({ life }) => life.series))
  const growingNow = currentLives(lives).filter((life) => grew.has(life))
  const versions = growingNow.flatMap(({ process }) => process.version ?? [])
  const starts = growingNow.map(({ process, times }) => process.startedAt ?? times[0] ?? 0)
  return { versions: [...new Set(versions)].sort(), latestStart: max(starts) }
}

/** Watched long enough, and flat: a life that never had the stack is as flat as can be. */
function isQuiet(life: LifeSeries, growths: Assessed['growths']): boolean {
  const growth = growths.find((each) => each.life.series === life)
  return growth === undefined
    ? isLongEnough({ times: life.times, spanHours: spanOf(life.times) / HOUR })
    : !growth.grows && growth.quiet === 'stable'
}
