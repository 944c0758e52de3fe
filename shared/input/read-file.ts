/** Reads the dumps of one unpacked file: a profile as the runtime writes it, or a text that has some in it. */

import { readProfile } from '#shared/goroutine/detect.ts'
import type { GoroutineProfile } from '#shared/goroutine/model.ts'
import type { CleanDump } from './clean-dump.ts'
import { type Entry, once, peeked } from './container/entry.ts'
import { HEAD_BYTES } from './container/http-head.ts'
import { isBinary } from './container/magic.ts'
import { utf8 } from './framing/encoding.ts'
import { jsonRecord } from './framing/json-line.ts'
import { sift } from './framing/sieve.ts'
import { hasEatenStars } from './framing/stars.ts'
import { unwrapped } from './framing/unwrap.ts'
import type { InputLimits } from './input-limits.ts'
import { type InputReason, type InputRefusal, InputRefused } from './input-refusal.ts'
import { mend } from './mend/mend.ts'
import { binaryFile } from './refuse/binary.ts'
import { textWithoutDump } from './refuse/text.ts'
import { sources } from './split/sources.ts'
import { split } from './split/split.ts'

export interface FileReading {
  readonly dumps: readonly CleanDump[]
  /** Parts that could not be read. */
  readonly refusals: readonly InputRefusal[]
  /** What the file is, where it holds no dump at all. */
  readonly without: InputRefusal | undefined
}

/** The runtime writes no goroutine 0 but with GOTRACEBACK=crash, for each thread. */
const CRASH = /^goroutine 0 /m

/** Reads a file. @throws InputRefused past a limit */
export async function readFile(file: Entry, limits: InputLimits): Promise<FileReading> {
  const { head, chunks } = await peeked(file.chunks, HEAD_BYTES)
  const unread = { ...file, chunks }
  if (head.length === 0) {
    return without(file, 'empty-body', 'It is empty: send the output of /debug/pprof/goroutine?debug=2.')
  }
  const known = binaryFile(head)
  if (known !== undefined) return without(file, 'unknown-format', known)
  return isBinary(head) ? readBinary(unread, limits) : readText(unread, head, limits)
}

/** A profile.proto, or a text with controls in it. */
async function readBinary(file: Entry, limits: InputLimits): Promise<FileReading> {
  const bytes = await wholeBounded(file, limits.inflatedBytes)
  const reading = await readProfile(bytes, limits)
  if (reading.answer === 'recognised') return only(asWritten(file, bytes, reading.profile))
  const text = await readText({ ...file, chunks: once(bytes) }, bytes.subarray(0, HEAD_BYTES), limits)
  const { reason, detail, ...passed } = reading.broken
  const says = reason === 'unknown-format' ? NO_TEXT : detail
  return text.dumps.length > 0 ? text : without(file, reason, says, passed)
}

const NO_TEXT = 'It is neither text nor a profile: send the output of /debug/pprof/goroutine?debug=2.'

async function readText(file: Entry, head: Uint8Array, limits: InputLimits): Promise<FileReading> {
  const { source, modifiedAt } = file
  const sifted = await sift(source, utf8(head, file.chunks), limits, isDocument(head))
  const { regions, refusals } = sifted
  const [first] = regions
  if (sifted.isWhole && first !== undefined) {
    const strict = await readStrictly(file, first.bytes, limits)
    if (strict !== undefined) return only(strict)
  }
  const lines = regions.flatMap(({ line, bytes }) => unwrapped(bytes.toString('utf8'), line, modifiedAt))
  const read = sources(lines, source).flatMap((text) => split(text, modifiedAt).map(mend))
  const dumps = read.filter(isDump)
  const broken = [...refusals, ...read.filter(isRefusal)]
  if (dumps.length > 0) return { dumps: dated(dumps, modifiedAt), refusals: broken, without: undefined }
  if (broken.length > 0) return { dumps, refusals: broken, without: undefined }
  const { line, reason, detail } = textWithoutDump(Buffer.from(head).toString('utf8'))
  return { dumps, refusals: [], without: { source, line, reason, detail } }
}

/** A text that is one dump as the runtime writes it, read without a problem: nothing has to be taken off it. */
async function readStrictly(
  file: Entry,
  bytes: Uint8Array,
  limits: InputLimits,
): Promise<CleanDump | undefined> {
  if (bytes.length > limits.inflatedBytes || !BEGINS_STRICTLY.test(textOf(bytes, SEEN_AT_START)))
    return undefined
  const reading = await readProfile(bytes, limits)
  if (reading.answer === 'broken') return undefined
  const { problems, unread } = reading.profile
  const text = textOf(bytes, bytes.length)
  const isClean = problems.length === 0 && unread === 0 && !CRASH.test(text) && !hasEatenStars(text)
  return isClean ? asWritten(file, bytes, reading.profile) : undefined
}

const BEGINS_STRICTLY = /^goroutine(?:(?:leak)? profile: total )?/
const SEEN_AT_START = 64
const textOf = (bytes: Uint8Array, length: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(length, bytes.length)).toString('latin1')

/** JSON that is one document, whose end is needed to read its beginning. */
function isDocument(head: Uint8Array): boolean {
  const text = Buffer.from(head).toString('utf8').trimStart()
  if (!/^(?:\[\s*[[{"]|\{\s*"|")/.test(text)) return false
  const [line = ''] = text.split(/[\r\n]/, 1)
  return jsonRecord({ text: line, number: 1, time: undefined, source: undefined }, undefined) === undefined
}

function asWritten(file: Entry, bytes: Uint8Array, { debug, takenAt }: GoroutineProfile): CleanDump {
  return {
    source: file.source,
    at: takenAt ?? file.modifiedAt,
    form: FORMS[debug],
    bytes,
    lineOf: FORMS[debug] === 'pprof' ? () => 0 : (line) => line,
    hasIds: debug >= 2,
    notes: [],
    isCut: false,
  }
}

const FORMS = ['pprof', 'debug1', 'debug2', 'pprof'] as const

/** The date of the file says when its dump was taken, where it has one and nothing else says it. */
function dated(dumps: readonly CleanDump[], modifiedAt: number | undefined): readonly CleanDump[] {
  return dumps.length === 1 ? dumps.map((dump) => ({ ...dump, at: dump.at ?? modifiedAt })) : dumps
}

async function wholeBounded({ source, chunks }: Entry, limit: number): Promise<Uint8Array> {
  const all: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    all.push(chunk)
    length += chunk.length
    if (length > limit) {
      throw new InputRefused({
        source,
        line: 0,
        reason: 'inflated-too-large',
        detail: `It is binary and has more than ${limit} bytes: no goroutine profile is as large; send the output of /debug/pprof/goroutine?debug=2.`,
        limit,
        actual: length,
      })
    }
  }
  return Buffer.concat(all)
}

const isRefusal = (one: CleanDump | InputRefusal): one is InputRefusal => !isDump(one)
const isDump = (one: CleanDump | InputRefusal): one is CleanDump => 'bytes' in one

const only = (dump: CleanDump): FileReading => ({ dumps: [dump], refusals: [], without: undefined })

const without = (
  { source }: Entry,
  reason: InputReason,
  detail: string,
  passed: Pick<InputRefusal, 'limit' | 'actual'> = {},
): FileReading => ({ dumps: [], refusals: [], without: { source, line: 0, reason, detail, ...passed } })
