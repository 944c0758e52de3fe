import { basename } from 'node:path'
import { BASELINES, DETECTORS } from './baselines/all.ts'
import { methodsFrom, type WithMethods } from './given-methods.ts'
import { inParallel } from './in-parallel.ts'
import type { Opinion } from './looks.ts'
import { MADE_SETS, type MadeJob, type MadeSet, SEEDS } from './made-cases.ts'
import type { PlayedCases } from './made-worker.ts'
import { type Contest, contestsOf } from './operating/contest.ts'
import type { Scored } from './operating/scored.ts'
import type { Options } from './options.ts'
import type { Outcome } from './play.ts'
import type { RecordedOutcome } from './recorded/outcome.ts'
import { casesIn, type PlayedCase } from './recorded/play.ts'
import { recordedRow } from './recorded/row.ts'
import { type Row, rowOf } from './row.ts'
import { TIDEMARK } from './tidemark.ts'

/** What was found out on one set of cases. */
export interface SetFigures {
  /** `battery`, `phenomena`, or the name of a folder of recorded cases. */
  readonly name: string
  /** Tidemark first. */
  readonly rows: readonly Row[]
  /** The others at all of their thresholds. */
  readonly contests: readonly Contest[]
  /** Everything that Tidemark gave a probability, at all looks. */
  readonly opinions: readonly Opinion[]
}

export interface MadeFigures extends SetFigures {
  readonly outcomes: readonly Outcome[]
}

export interface RecordedFigures extends SetFigures {
  readonly outcomes: readonly RecordedOutcome[]
  /** Of the detectors, for each case. */
  readonly scored: readonly Scored[]
}

/** Everything that a run found out. */
export interface Figures {
  readonly seeds: readonly number[]
  readonly battery: MadeFigures | undefined
  readonly phenomena: MadeFigures | undefined
  /** A set for each folder. */
  readonly recorded: readonly RecordedFigures[]
  /** All folders as one set, where they are several. */
  readonly together: RecordedFigures | undefined
}

/** Those that were played, in the order of the report. */
export const setsOf = ({ battery, phenomena, recorded }: Figures): SetFigures[] =>
  [battery, phenomena, ...recorded].filter((set) => set !== undefined)

/** What all sets are played with. */
interface Run {
  /** Of all methods, Tidemark first. */
  readonly names: readonly string[]
  /** Modules with methods of others. */
  readonly methods: readonly string[]
  /** Cores. */
  readonly workers: number
}

/** Of the quick run: one seed, every seventeenth case: as 17 and the cases of a background share no divisor, variants and rates vary. */
const QUICK_EVERY = 17
/** Parts of a seed, so that no core waits for the others. */
const PARTS = 4

/** @param workers cores to use */
export async function figuresOf(
  { quick, only, seeds: asked, method: methods }: Options,
  folders: readonly string[],
  workers: number,
): Promise<Figures> {
  const names = [TIDEMARK, ...BASELINES, ...(await methodsFrom(methods))].map(({ name }) => name)
  const run: Run = { names, methods, workers }
  const seeds = (asked.length > 0 ? asked : SEEDS).slice(0, quick ? 1 : undefined)
  const isAsked = (name: string): boolean => only.length === 0 || only.includes(name)
  const made = new Map<MadeSet, MadeFigures>()
  for (const set of MADE_SETS.filter(isAsked)) made.set(set, await madeFigures(set, seeds, quick, run))
  const recorded: RecordedFigures[] = []
  for (const folder of folders.filter((path) => isAsked(basename(path))))
    recorded.push(await recordedFigures(folder, run))
  return {
    seeds,
    battery: made.get('battery'),
    phenomena: made.get('phenomena'),
    recorded,
    together: recorded.length > 1 ? togetherOf(recorded, run) : undefined,
  }
}

async function madeFigures(
  set: MadeSet,
  seeds: readonly number[],
  quick: boolean,
  { names, methods, workers }: Run,
): Promise<MadeFigures> {
  const every = quick ? QUICK_EVERY : PARTS
  const jobs = seeds.flatMap((seed) =>
    Array.from({ length: quick ? 1 : PARTS }, (_, rest) => ({ job: { set, seed, every, rest }, methods })),
  )
  const played = await inParallel<WithMethods<MadeJob>, PlayedCases>(
    new URL('made-worker.ts', import.meta.url),
    jobs,
    workers,
  )
  const outcomes = played.flatMap((part) => part.outcomes)
  const scored = played.flatMap((part) => part.scored)
  return {
    name: set,
    rows: names.map((name) => rowOf(name, outcomes)),
    contests: contestsOf(DETECTORS, scored, rowOf(TIDEMARK.name, outcomes)),
    opinions: opinionsIn(outcomes),
    outcomes,
  }
}

async function recordedFigures(folder: string, run: Run): Promise<RecordedFigures> {
  const cases = await casesIn(folder)
  const played = await inParallel<WithMethods<string>, PlayedCase>(
    new URL('recorded/worker.ts', import.meta.url),
    cases.map((job) => ({ job, methods: run.methods })),
    run.workers,
  )
  return recordedSet(
    run,
    basename(folder),
    played.flatMap((part) => part.outcomes),
    played.flatMap((part) => part.scored),
  )
}

const togetherOf = (sets: readonly RecordedFigures[], run: Run): RecordedFigures =>
  recordedSet(
    run,
    'all recorded programs',
    sets.flatMap(({ outcomes }) => outcomes),
    sets.flatMap(({ scored }) => scored),
  )

function recordedSet(
  { names }: Run,
  name: string,
  outcomes: readonly RecordedOutcome[],
  scored: readonly Scored[],
): RecordedFigures {
  return {
    name,
    rows: names.map((name) => recordedRow(name, outcomes)),
    contests: contestsOf(DETECTORS, scored, recordedRow(TIDEMARK.name, outcomes)),
    opinions: opinionsIn(outcomes),
    outcomes,
    scored,
  }
}

const opinionsIn = (
  outcomes: readonly { readonly method: string; readonly opinions: readonly Opinion[] }[],
): Opinion[] => outcomes.filter(({ method }) => method === TIDEMARK.name).flatMap(({ opinions }) => opinions)
