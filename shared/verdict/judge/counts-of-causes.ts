import { max, sum } from 'd3-array'
import type { LifeSeries } from '#shared/trend/series.ts'
import type { Growth } from '../growth/growth.ts'
import type { Assessed } from './assessed.ts'

/** The newest count of all twins together in the process that has most of them. */
export const mostOf = (group: readonly Assessed[]): number =>
  max(countsIn(group.flatMap(({ growths }) => growths)).values()) ?? 0

/** Id of a cause → life → goroutines of all stacks that it is the cause of. */
export const countsOfCauses = (
  assessed: readonly Assessed[],
): ReadonlyMap<string | undefined, ReadonlyMap<LifeSeries, number>> =>
  new Map(
    [...Map.groupBy(assessed, ({ cause }) => cause?.id)].map(([id, all]) => [
      id,
      countsIn(all.filter(({ family }) => family === undefined).flatMap(({ growths }) => growths)),
    ]),
  )

const countsIn = (growths: readonly Growth[]): Map<LifeSeries, number> =>
  new Map(
    [...Map.groupBy(growths, ({ life }) => life.series)].map(([series, all]) => [
      series,
      sum(all, ({ life }) => life.counts.last.at(-1) ?? 0),
    ]),
  )
