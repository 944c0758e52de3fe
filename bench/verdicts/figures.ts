import { BASELINES } from './baselines/all.ts'
import type { BatteryJob } from './battery/play-battery.ts'
import { SEEDS } from './battery/play-battery.ts'
import { inParallel } from './in-parallel.ts'
import type { Options } from './options.ts'
import type { Outcome } from './play.ts'
import { casesIn, type RecordedOutcome } from './recorded/play.ts'
import { recordedRow } from './recorded/row.ts'
import { type Row, rowOf } from './row.ts'
import { TIDEMARK } from './tidemark.ts'

/** Everything that a run found out. */
export interface Figures {
  readonly seeds: readonly number[]
  readonly battery: readonly Row[]
  /** Tidemark and the others on recorded programs; empty where no folder was given. */
  readonly recorded: readonly Row[]
  readonly outcomes: readonly Outcome[]
  readonly recordedOutcomes: readonly RecordedOutcome[]
}

export const METHOD_NAMES: readonly string[] = [TIDEMARK, ...BASELINES].map(({ name }) => name)

/** Of the quick run: one seed, every seventeenth case: as 17 and the cases of a background share no divisor, variants and rates vary. */
const QUICK_EVERY = 17

/** @param workers cores to use */
export async function figuresOf(
  { quick }: Options,
  folders: readonly string[],
  workers: number,
): Promise<Figures> {
  const seeds = quick ? SEEDS.slice(0, 1) : SEEDS
  const outcomes = await inParallel<BatteryJob, Outcome[]>(
    new URL('battery/worker.ts', import.meta.url),
    seeds.flatMap((seed) => (quick ? [{ seed, every: QUICK_EVERY, rest: 0 }] : halvesOf(seed))),
    workers,
  )
  const cases = (await Promise.all(folders.map(casesIn))).flat()
  const recorded = await inParallel<string, RecordedOutcome[]>(
    new URL('recorded/worker.ts', import.meta.url),
    cases,
    workers,
  )
  const [all, allRecorded] = [outcomes.flat(), recorded.flat()]
  return {
    seeds,
    battery: METHOD_NAMES.map((name) => rowOf(name, all)),
    recorded: cases.length === 0 ? [] : METHOD_NAMES.map((name) => recordedRow(name, allRecorded)),
    outcomes: all,
    recordedOutcomes: allRecorded,
  }
}

const halvesOf = (seed: number): BatteryJob[] => [0, 1].map((rest) => ({ seed, every: 2, rest }))
