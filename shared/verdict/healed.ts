import { HOUR } from '#shared/trend/block.ts'
import { spanOf } from '#shared/trend/low-water.ts'
import type { LifeSeries } from '#shared/trend/series.ts'
import type { Assessed } from './assess.ts'
import { currentLives } from './current-lives.ts'

/** Where a leak is gone: processes that run now show none of it. */
export interface Healed {
  /** Version of the processes that run now. */
  readonly version: string | undefined
  /** Hours that the longest of them has been watched. */
  readonly hours: number
}

/**
 * Whether a signature that grew has stopped growing in every process that runs now; undefined where one still
 * grows, or none has been watched long enough to tell.
 */
export function healed(lives: readonly LifeSeries[], { growths, growing }: Assessed): Healed | undefined {
  const current = currentLives(lives)
  const grew = new Set(growing.map(({ life }) => life.series))
  const toldOf = current.filter((life) =>
    growths.some((growth) => growth.life.series === life && isTold(growth)),
  )
  if (current.some((life) => grew.has(life)) || toldOf.length === 0) return undefined
  const longest = toldOf.reduce((a, b) => (spanOf(b.times) > spanOf(a.times) ? b : a))
  return { version: longest.process.version, hours: spanOf(longest.times) / HOUR }
}

const isTold = (growth: Assessed['growths'][number]): boolean => !growth.grows && growth.quiet === 'stable'
