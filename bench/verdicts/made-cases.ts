import type { MadeCase } from './battery/made-case.ts'
import { type BatteryJob, casesOf } from './battery/play-battery.ts'
import { phenomenaOf } from './phenomena/play-phenomena.ts'

/** The seeds of the published figures … */
export const SEEDS: readonly number[] = [1, 2, 3]
/** … and those that weights may be fitted on, whose figures are never published. */
export const FIT_SEEDS: readonly number[] = [101, 102]

/** Two sets of made cases: shapes with a steady leak, and what services do besides. */
export const MADE_SETS = ['battery', 'phenomena'] as const
export type MadeSet = (typeof MADE_SETS)[number]

/** A part of one of the sets. */
export interface MadeJob extends BatteryJob {
  readonly set: MadeSet
}

/** The cases of a part, made one by one: all of them at once fill the memory. */
export const madeCases = ({ set, ...job }: MadeJob): Iterable<MadeCase> =>
  set === 'battery' ? casesOf(job) : phenomenaOf(job)
