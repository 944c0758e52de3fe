/** Every dump of a file that a person has, read for the analysis. */

import type { InputLimits } from '#shared/input/input-limits.ts'
import type { InputRefusal } from '#shared/input/input-refusal.ts'
import { type Input, readInput } from '#shared/input/read-input.ts'
import { visibleName } from '#shared/reading/visible.ts'
import { type ReadDump, type ReadWith, readDump } from './read-dump.ts'

/** What a file holds. */
export interface FileReading {
  /** The dumps of each source, the newest last. */
  readonly read: readonly ReadDump[]
  /** Parts that could not be read. */
  readonly refusals: readonly InputRefusal[]
}

/** How files are read. */
export interface ReadFilesWith extends ReadWith {
  readonly limits: InputLimits
  /** Milliseconds since the epoch: dates log lines without a year of an input that has no date of its own. */
  readonly now: number
}

/**
 * Reads all dumps of a file. A source is named after the file where the input is one of several.
 *
 * @param input without `modifiedAt` where nothing dates it
 */
export async function readFileDumps(
  input: Input,
  { now, ...how }: ReadFilesWith,
  isOneOfSeveral = false,
): Promise<FileReading> {
  const dated = input.modifiedAt === undefined ? { ...input, modifiedAt: now } : input
  const { dumps, refusals } = await readInput(dated, how.limits)
  const read: ReadDump[] = []
  const refused = [...refusals]
  for (const dump of dumps) {
    const at = input.modifiedAt === undefined && dump.at === now ? undefined : dump.at
    const source = isOneOfSeveral ? [input.name, dump.source].filter(Boolean).join(': ') : dump.source
    const one = await readDump(
      { ...dump, at, source: visibleName(source) },
      { ...how, fileDate: input.modifiedAt },
    )
    if ('reason' in one) refused.push({ source: dump.source, line: dump.lineOf(1), ...one })
    else read.push(one)
  }
  return { read, refusals: refused }
}

/** Example output: `pod-7: line 12: the tabs of the dump were lost …`. */
export function refusalSays({
  source,
  line,
  detail,
}: Pick<InputRefusal, 'source' | 'line' | 'detail'>): string {
  return [...(source === '' ? [] : [source]), ...(line > 0 ? [`line ${line}`] : []), detail].join(': ')
}
