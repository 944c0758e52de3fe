/** Makes dumps of whatever a person has: the one way in for `analyze`, `diff`, `push FILE` and `POST /v1/analyze`. */

import type { CleanDump } from './clean-dump.ts'
import { once } from './container/entry.ts'
import { filesOf } from './container/files.ts'
import { Unpacking } from './container/unpacking.ts'
import { timestampIn } from './framing/timestamp.ts'
import type { InputLimits } from './input-limits.ts'
import { type InputRefusal, InputRefused } from './input-refusal.ts'
import { type FileReading, readFile } from './read-file.ts'

/** One thing that a person gave. */
export interface Input {
  /** File name, shown to people; a date in it says when a dump was taken. */
  readonly name: string
  /** All bytes, or bytes as they come: a long log is never held as a whole. */
  readonly bytes: Uint8Array | AsyncIterable<Uint8Array>
  /** Milliseconds since the epoch: date of the file, or when it was read. */
  readonly modifiedAt?: number | undefined
}

export interface InputReading {
  /** The dumps of each source, the newest last. */
  readonly dumps: readonly CleanDump[]
  /** What could not be read; not empty where there are no dumps. */
  readonly refusals: readonly InputRefusal[]
}

/** Reads every dump that is in an input, in whatever it is wrapped. Never throws because of its bytes. */
export async function readInput(input: Input, limits: InputLimits): Promise<InputReading> {
  const unpacking = new Unpacking(limits)
  const files: FileReading[] = []
  try {
    const chunks = counted(input, unpacking)
    const named = timestampIn(input.name, undefined)?.at
    const whole = { source: '', chunks, modifiedAt: named ?? input.modifiedAt }
    for await (const file of filesOf(whole, unpacking)) files.push(await readFile(file, limits))
  } catch (error) {
    if (!(error instanceof InputRefused)) throw error
    unpacking.refusals.push(error.refusal)
  }
  const dumps = files.flatMap((file) => file.dumps)
  const refusals = [...unpacking.refusals, ...files.flatMap((file) => file.refusals)]
  if (dumps.length > 0) return { dumps: newestLast(withSources(dumps)), refusals }
  return { dumps, refusals: refusals.length > 0 ? refusals : withoutDump(files) }
}

async function* counted({ bytes }: Input, unpacking: Unpacking): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes instanceof Uint8Array ? once(bytes) : bytes) {
    unpacking.takePacked(chunk.length)
    yield chunk
  }
}

/** Why there is no dump: what the one file is, or how many files there are and what the first is. */
function withoutDump(files: readonly FileReading[]): InputRefusal[] {
  const [first, ...more] = files.flatMap(({ without }) => (without === undefined ? [] : [without]))
  if (first === undefined) {
    return [
      {
        source: '',
        line: 0,
        reason: 'empty-body',
        detail: 'The archive has no files: send the output of /debug/pprof/goroutine?debug=2.',
      },
    ]
  }
  if (more.length === 0) return [first]
  return [
    {
      ...first,
      detail: `None of its ${files.length} files holds a dump. The first, ${first.source}: ${first.detail}`,
    },
  ]
}

/** Sources tell dumps apart: where all have the same, they say nothing. */
function withSources(dumps: readonly CleanDump[]): readonly CleanDump[] {
  const [first] = dumps
  return dumps.every(({ source }) => source === first?.source)
    ? dumps.map((dump) => ({ ...dump, source: '' }))
    : dumps
}

/** Dumps of one source stand together, in the order of their times where each has one, else as they stood. */
function newestLast(dumps: readonly CleanDump[]): CleanDump[] {
  return [...Map.groupBy(dumps, ({ source }) => source).values()].flatMap((own) =>
    own.every(({ at }) => at !== undefined) ? own.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0)) : own,
  )
}
