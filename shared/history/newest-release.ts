import type { Release } from '#shared/store/directory.ts'
import type { LifeSeries } from '#shared/trend/series.ts'

/**
 * The version that began last, and when its first process started; undefined where no process tells its version.
 *
 * An older version that is started again is no release: a version began with the first of its processes.
 */
export function newestRelease(lives: readonly LifeSeries[]): Release | undefined {
  const began = new Map<string, number>()
  for (const { process, times } of lives) {
    const { version, startedAt = times[0] } = process
    if (version === undefined || startedAt === undefined) continue
    began.set(version, Math.min(startedAt, began.get(version) ?? startedAt))
  }
  let newest: Release | undefined
  for (const [version, at] of began) if (newest === undefined || at > newest.at) newest = { version, at }
  return newest
}
