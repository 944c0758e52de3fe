/** All dumps of an input: each by itself, and those of one process side by side. */

import { isoOrNull } from '#shared/time.ts'
import { analyzeRead, type DumpAnalysis } from './analyze-dump.ts'
import { type Comparison, compareDumps } from './compare-dumps.ts'
import { type ProcessDumps, processesOf } from './processes.ts'
import type { ReadDump } from './read-dump.ts'
import type { Beside } from './stack-analysis.ts'

/** The dumps of one process. */
export interface ProcessAnalysis {
  /** Pod, container, file; empty where the input holds one process. */
  readonly source: string
  /** How it is known that the dumps are of one process: their source, the same goroutines, or like names. */
  readonly sameBy: ProcessDumps['sameBy']
  /** The dumps, oldest first. */
  readonly dumps: readonly DumpSummary[]
  /** What became of the stacks between them; null of one dump alone. */
  readonly comparison: Comparison | null
}

/** One dump of several, in short. */
export interface DumpSummary {
  readonly source: string
  /** RFC 3339; null where nothing tells. */
  readonly at: string | null
  readonly goroutines: number
}

/** What an input says: its newest dump, and how that came about. */
export interface InputAnalysis extends DumpAnalysis {
  /** All dumps, those of one process together, the newest of each last. */
  readonly dumps: readonly DumpSummary[]
  /** Of the process whose newest dump is analysed; null where that has one dump alone. */
  readonly comparison: Comparison | null
  /** Every process of the input, in the order in which they begin. */
  readonly processes: readonly ProcessAnalysis[]
}

/** @param dumps one or more, in the order of the input */
export function analyzeInput(dumps: readonly ReadDump[], beside: Beside = {}): InputAnalysis {
  const processes = processesOf(dumps)
  const newest = newestOf(processes)
  const analyses = processes.map(processAnalysis)
  return {
    ...analyzeRead(newest.read, beside),
    dumps: analyses.flatMap((process) => process.dumps),
    comparison: analyses[newest.process]?.comparison ?? null,
    processes: analyses,
  }
}

/** What became of one process. */
export const processAnalysis = ({ source, sameBy, dumps }: ProcessDumps): ProcessAnalysis => ({
  source,
  sameBy,
  dumps: dumps.map(summaryOf),
  comparison: dumps.length > 1 ? compareDumps(dumps, source) : null,
})

const summaryOf = ({ dump, at, profile }: ReadDump): DumpSummary => ({
  source: dump.source,
  at: isoOrNull(at),
  goroutines: profile.total,
})

/** The last dump by time; of those without a time, or of one time, the one that stands last. */
function newestOf(processes: readonly ProcessDumps[]): { readonly read: ReadDump; readonly process: number } {
  const last = processes.flatMap(({ dumps }, process) => {
    const read = dumps.at(-1)
    return read === undefined ? [] : [{ read, process }]
  })
  const [first, ...more] = last
  if (first === undefined) throw new RangeError('There is no dump to analyse.')
  return more.reduce((newest, each) => ((each.read.at ?? 0) >= (newest.read.at ?? 0) ? each : newest), first)
}
