import { max, min } from 'd3-array'
import { HOUR } from '#shared/time.ts'
import { spanOf } from '#shared/trend/low-water.ts'
import { heldUntil } from '#shared/trend/running.ts'
import type { LifeSeries } from '#shared/trend/series.ts'
import { isLongEnough } from '../growth/standing.ts'
import type { GrowsIn, Healed } from '../model/figures.ts'
import type { Assessed } from './assessed.ts'

/** What a life has told holds for this long behind its end: the next one of a release is too short to tell for a while. */
const TELLS_ON = 6 * HOUR

/**
 * Whether a signature that grew has stopped growing in the newest processes that were watched long enough to tell;
 * undefined where one of them still grows.
 */
export function healed(lives: readonly LifeSeries[], { growths, growing }: Assessed): Healed | undefined {
  const grew = new Set(growing.map(({ life }) => life.series))
  // A life too short to tell, as that of the newest release, neither heals nor takes back what others told.
  const telling = newestOf(lives.filter((life) => grew.has(life) || isQuiet(life, growths)))
  if (telling.length === 0 || telling.some((life) => grew.has(life))) return undefined
  const longest = telling.reduce((a, b) => (spanOf(b.times) > spanOf(a.times) ? b : a))
  const { version } = longest.process
  return { version, at: healedAt(lives, version, [...grew]), hours: spanOf(longest.times) / HOUR }
}

/** The newest telling life of each instance that told until lately. */
function newestOf(telling: readonly LifeSeries[]): LifeSeries[] {
  const end = max(telling, endOf) ?? 0
  const byInstance = Map.groupBy(telling, ({ process }) => process.instance)
  return [...byInstance.values()]
    .map((some) => some.reduce((a, b) => (endOf(b) > endOf(a) ? b : a)))
    .filter((life) => Math.max(heldUntil(life), endOf(life) + TELLS_ON) >= end)
}

/** When a version without the growth began, or, where it is that of lives that grew, when the last of these ended. */
function healedAt(
  lives: readonly LifeSeries[],
  version: string | undefined,
  grew: readonly LifeSeries[],
): number {
  const began = min(grew, startOf) ?? 0
  const ended = max(grew, endOf) ?? 0
  if (grew.some(({ process }) => process.version === version)) return ended
  return (
    min(
      lives
        .filter(({ process }) => process.version === version)
        .map(startOf)
        .filter((at) => at >= began),
    ) ?? ended
  )
}

const startOf = ({ process, times }: LifeSeries): number => process.startedAt ?? times[0] ?? 0
const endOf = ({ times }: LifeSeries): number => times.at(-1) ?? 0

/** Instances that are remembered as growing: a page shows no more, and a verdict is one row. */
const MOST_INSTANCES = 100

/** The processes that run now and grow. @param growingNow in the order of their names */
export function growsIn(growingNow: readonly LifeSeries[]): GrowsIn {
  const versions = growingNow.flatMap(({ process }) => process.version ?? [])
  const instances = [...new Set(growingNow.map(({ process }) => process.instance))].sort()
  return {
    versions: [...new Set(versions)].sort(),
    latestStart: max(growingNow, startOf),
    instances: instances.slice(0, MOST_INSTANCES),
  }
}

/** Watched long enough, and flat: a life that never had the stack is as flat as can be. */
function isQuiet(life: LifeSeries, growths: Assessed['growths']): boolean {
  const growth = growths.find((each) => each.life.series === life)
  return growth === undefined ? isLong(life) : !growth.grows && growth.quiet === 'stable'
}

/** Watched for long enough to say whether the stack grows. */
export const isTelling = (life: LifeSeries, growths: Assessed['growths']): boolean =>
  growths.some((growth) => growth.life.series === life && !growth.grows && growth.quiet === 'insufficient')
    ? false
    : isLong(life)

/** Watched for long enough to say of any stack whether it grows. */
export const isLong = ({ times }: LifeSeries): boolean =>
  isLongEnough({ times, spanHours: spanOf(times) / HOUR })
