import { processesOf } from '#shared/analysis/processes.ts'
import type { ReadDump } from '#shared/analysis/read-dump.ts'
import { readFileDumps, refusalSays } from '#shared/analysis/read-file-dumps.ts'
import { readProfile } from '#shared/goroutine/detect.ts'
import { DEFAULT_READ_LIMITS } from '#shared/goroutine/model.ts'
import { INPUT_LIMITS } from '#shared/input/input-limits.ts'
import type { Input } from '#shared/input/read-input.ts'
import { Failure } from './command.ts'

/** One dump on its way to a server. */
export interface Pushable {
  /** How it is called in what the command prints. */
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
  /** When it was taken, where the text around it tells; milliseconds since the epoch. */
  readonly at: number | undefined
  /** Pod or container that the text names. */
  readonly instance: string | undefined
}

/** What a file gives to a push. */
export interface PushableFile {
  readonly dumps: readonly Pushable[]
  /** Sentences on what is left out, or was mended. */
  readonly notes: readonly string[]
}

/**
 * The dumps of a file. What a runtime wrote goes as it is, and so does what holds no dump: the server says why. Of a
 * text each dump that has a time goes with it, so that a log becomes a series; of dumps without times the newest goes.
 */
export async function pushablesOf(input: Input, now: number): Promise<PushableFile> {
  const { whole, again } = await peeked(input)
  const problems = whole === undefined ? undefined : await strictProblems(whole)
  const asItIs = (bytes: Uint8Array): PushableFile => ({
    dumps: [{ name: input.name, bytes: new Uint8Array(bytes), at: undefined, instance: undefined }],
    notes: [],
  })
  if (whole !== undefined && problems === 0) return asItIs(whole)
  // The date of a file is that of its copy as often as that of its dump.
  const { read, refusals } = await readFileDumps(
    { name: input.name, bytes: again },
    { limits: INPUT_LIMITS, now: input.modifiedAt ?? now },
  )
  const [only] = read
  if (only === undefined) {
    if (whole !== undefined) return asItIs(whole)
    throw new Failure(refusals.map((refusal) => `${input.name}: ${refusalSays(refusal)}`).join('\n'))
  }
  // Of a dump that is merely cut the last stack is a wrong one, which the server leaves out.
  if (whole !== undefined && problems === 1 && read.length === 1 && only.dump.isCut) return asItIs(whole)
  return chosen(input.name, read)
}

/** Dumps with times, all; of a process without, its newest. */
function chosen(file: string, read: readonly ReadDump[]): PushableFile {
  const processes = processesOf(read)
  const isOneProcess = processes.length === 1
  const notes: string[] = []
  const dumps = processes.flatMap(({ source, dumps: all }) => {
    const of = isOneProcess || source === '' ? file : `${file}, ${source}`
    const timed = all.filter(({ at }) => at !== undefined)
    const sent = timed.length > 0 ? timed : all.slice(-1)
    if (sent.length < all.length) notes.push(leftOut(of, all.length, sent.length))
    for (const { dump } of sent)
      if (dump.notes.length > 0) notes.push(`${of}: mended, ${dump.notes[0]?.says}`)
    return sent.map((one) => pushable(of, one))
  })
  return { dumps, notes }
}

const leftOut = (of: string, all: number, sent: number): string =>
  sent === 1
    ? `${of} holds ${all} dumps and no times: the newest is pushed`
    : `${of} holds ${all} dumps: the ${sent} that have a time are pushed`

function pushable(of: string, { dump, at }: ReadDump): Pushable {
  const name = at === undefined ? of : `${of} at ${new Date(at).toISOString()}`
  return { name, bytes: new Uint8Array(dump.bytes), at, instance: instanceIn(dump.source) }
}

/** A file has an ending or a folder, a pod has none. */
const FILE = /[/\\]|\.(?:txt|log|gz|pb|out|dump|pprof|json|md)$/i

/** The pod or container of a source: `app.log: web-1` is by `web-1`. */
function instanceIn(source: string): string | undefined {
  const writer = source.slice(source.lastIndexOf(': ') + 1).trim()
  return writer === '' || FILE.test(writer) ? undefined : writer
}

/** Places that the reader of the server does not understand; undefined where it refuses the whole. */
async function strictProblems(bytes: Uint8Array): Promise<number | undefined> {
  const reading = await readProfile(bytes, DEFAULT_READ_LIMITS)
  return reading.answer === 'broken' ? undefined : reading.profile.problems.length
}

/** The whole of an input that is no larger than a dump may be, and the same bytes to be read again. */
async function peeked({ bytes }: Input): Promise<{ whole: Uint8Array | undefined; again: Input['bytes'] }> {
  if (bytes instanceof Uint8Array) return { whole: bytes, again: bytes }
  const chunks: Uint8Array[] = []
  let length = 0
  const rest = bytes[Symbol.asyncIterator]()
  while (length <= DEFAULT_READ_LIMITS.inflatedBytes) {
    const next = await rest.next()
    if (next.done === true) {
      const whole = Buffer.concat(chunks)
      return { whole, again: whole }
    }
    chunks.push(next.value)
    length += next.value.length
  }
  return { whole: undefined, again: joined(chunks, rest) }
}

async function* joined(
  first: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* first
  yield* { [Symbol.asyncIterator]: () => rest }
}
