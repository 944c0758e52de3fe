import { BASELINES, DETECTORS } from './baselines/all.ts'
import { type BatteryJob, SEEDS } from './battery/play-battery.ts'
import type { PlayedBattery } from './battery/worker.ts'
import { inParallel } from './in-parallel.ts'
import { type Contest, contestsOf } from './operating/contest.ts'
import type { Options } from './options.ts'
import type { Outcome } from './play.ts'
import { casesIn, type PlayedCase, type RecordedOutcome } from './recorded/play.ts'
import { recordedRow } from './recorded/row.ts'
import { type Row, rowOf } from './row.ts'
import { TIDEMARK } from './tidemark.ts'

/** Everything that a run found out. */
export interface Figures {
  readonly seeds: readonly number[]
  readonly battery: readonly Row[]
  /** The others on the battery at all of their thresholds. */
  readonly contests: readonly Contest[]
  /** Tidemark and the others on recorded programs; empty where no folder was given. */
  readonly recorded: readonly Row[]
  readonly recordedContests: readonly Contest[]
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
  const played = await inParallel<BatteryJob, PlayedBattery>(
    new URL('battery/worker.ts', import.meta.url),
    seeds.flatMap((seed) => (quick ? [{ seed, every: QUICK_EVERY, rest: 0 }] : halvesOf(seed))),
    workers,
  )
  const cases = (await Promise.all(folders.map(casesIn))).flat()
  const playedCases = await inParallel<string, PlayedCase>(
    new URL('recorded/worker.ts', import.meta.url),
    cases,
    workers,
  )
  const outcomes = played.flatMap((part) => part.outcomes)
  const recordedOutcomes = playedCases.flatMap((part) => part.outcomes)
  const scored = played.flatMap((part) => part.scored)
  const recordedScored = playedCases.flatMap((part) => part.scored)
  return {
    seeds,
    battery: METHOD_NAMES.map((name) => rowOf(name, outcomes)),
    contests: contestsOf(DETECTORS, scored, rowOf(TIDEMARK.name, outcomes)),
    ...recordedFigures(recordedOutcomes, recordedScored),
    outcomes,
    recordedOutcomes,
  }
}

function recordedFigures(
  outcomes: readonly RecordedOutcome[],
  scored: PlayedCase['scored'],
): Pick<Figures, 'recorded' | 'recordedContests'> {
  if (outcomes.length === 0) return { recorded: [], recordedContests: [] }
  return {
    recorded: METHOD_NAMES.map((name) => recordedRow(name, outcomes)),
    recordedContests: contestsOf(DETECTORS, scored, recordedRow(TIDEMARK.name, outcomes)),
  }
}

const halvesOf = (seed: number): BatteryJob[] => [0, 1].map((rest) => ({ seed, every: 2, rest }))
