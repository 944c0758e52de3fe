/** Cuts the bare lines of one writer into dumps: by headers, by ids that come again, by long stretches of other lines. */

import { SECOND } from '#shared/time.ts'
import type { DumpText, SourceText } from '../clean-dump.ts'
import { areCountedLines } from '../foreign/counted-lines.ts'
import { DumpRange, FAMILIES, type Family, type Header, isSecondHeader } from './dump-range.ts'
import { formOf } from './form.ts'
import {
  type HeadlessStack,
  headlessStacks,
  type KeptLines,
  rowlessStacks,
  stackAbove,
  timesAbove,
  withoutDoubledEnds,
} from './headless.ts'
import {
  idOf,
  isFolded,
  isGdbFrame,
  isShortenedCall,
  isTraceFrame,
  kindOf,
  type LineKind,
} from './line-kind.ts'
import { takenAt } from './taken-at.ts'

/** Lines of other kinds, and of the file, and milliseconds, after which what comes is another dump. */
const LONG_STRETCH = 20
const FAR_LINES = 500
const LONG_PAUSE = 30 * SECOND

/** Headings of `go tool pprof -raw`, its samples, locations and, indented, inlined calls. */
const RAW_PART = /^(?:\s+\S|(?:Period|Time|Duration|Samples): ?|Samples:|Locations|Mappings|\d+: |\w+\/count)/
/** The first frame of a stack that a program printed of itself. */
const PANICKING = /^\s*(?:runtime\/debug\.Stack|panic)\(/

/** Forms that begin each goroutine with a header of one line and end it with its creator. */
const HEADED: ReadonlySet<Family> = new Set(['debug2', 'goleak'])

/** The dumps of a text in the order of its lines; the lines between them are no dump's. */
export function split(text: SourceText, near: number | undefined): DumpText[] {
  const kinds = text.lines.map(kindOf)
  const ranges = new Splitter(text, kinds).ranges()
  if (ranges.length === 0) return withoutHeaders(text, kinds, near)
  const dumps = ranges.map((range, i) => {
    const end = endOf(range, text.lines, ranges[i + 1]?.start)
    const from = (ranges[i - 1]?.last ?? -1) + 1
    const start = HEADED.has(range.family) ? stackAbove(text.lines, kinds, range.start, from) : range.start
    return {
      source: text.source,
      lines: text.lines.slice(start, end),
      numbers: text.numbers.slice(start, end),
      times: text.times?.slice(start, end),
      form: formOf(range.family, text.lines, kinds, start, end),
      at: takenAt(text, range.start, end, from, near),
    }
  })
  return withoutLoneStacks(dumps, ranges).filter(
    ({ form, lines }) => form !== 'pprof-traces' || hasStacks(lines),
  )
}

/** The stacks of a text that begins no goroutine anywhere, as one dump. */
function withoutHeaders(text: SourceText, kinds: readonly LineKind[], near: number | undefined): DumpText[] {
  const kept = withoutDoubledEnds(text.lines, kinds)
  const stacks = headlessStacks(kept.lines, kept.kinds)
  const [first, last] = [stacks[0], stacks.at(-1)]
  if (first === undefined || last === undefined)
    return rowless(text, near) ?? counted(text, near) ?? folded(text, near)
  const each = withTimes(stacks, kept)
  const lines = each.flatMap(({ start, end }) => [...kept.lines.slice(start, end), ''])
  const numbers = each.flatMap(({ start, end }) =>
    [...kept.indices.slice(start, end), kept.indices[end - 1] ?? 0].map((i) => text.numbers[i] ?? 0),
  )
  const [from = 0, to = 0] = [kept.indices[first.start], kept.indices[last.end - 1]]
  const at = takenAt(text, from, to + 1, 0, near)
  return [{ source: text.source, lines, numbers, times: undefined, form: 'headless', at }]
}

/** Lines that numbers above stacks may make of a text: more are taken for no numbers of goroutines. */
const MOST_LINES = 500_000

/** Each stack as often as the number above it says. */
function withTimes(stacks: readonly HeadlessStack[], { lines, kinds }: KeptLines): readonly HeadlessStack[] {
  const times = stacks.map(({ start }) => timesAbove(lines, kinds, start))
  const made = stacks.reduce((sum, { start, end }, i) => sum + (end - start + 1) * (times[i] ?? 1), 0)
  return made > MOST_LINES
    ? stacks
    : stacks.flatMap((stack, i) => Array.from({ length: times[i] ?? 1 }, () => stack))
}

function rowless(text: SourceText, near: number | undefined): DumpText[] | undefined {
  const stacks = rowlessStacks(text.lines)
  if (stacks.length === 0) return undefined
  const lines = stacks.map((line) => line.text)
  const numbers = stacks.map(({ index }) => text.numbers[index] ?? 0)
  const at = takenAt(text, stacks[0]?.index ?? 0, text.lines.length, 0, near)
  return [{ source: text.source, lines, numbers, times: undefined, form: 'debug1', at }]
}

function counted(text: SourceText, near: number | undefined): DumpText[] | undefined {
  if (!areCountedLines(text.lines)) return undefined
  return [{ ...text, form: 'counted', at: takenAt(text, 0, text.lines.length, 0, near) }]
}

/** A text whose lines are folded stacks, but for a few. */
function folded(text: SourceText, near: number | undefined): DumpText[] {
  const written = text.lines.filter((line) => line.trim() !== '')
  const stacks = written.filter(isFolded)
  if (stacks.length === 0 || stacks.length * 2 < written.length) return []
  return [{ ...text, form: 'folded', at: takenAt(text, 0, text.lines.length, 0, near) }]
}

class Splitter {
  readonly #text: SourceText
  readonly #kinds: readonly LineKind[]
  readonly #done: DumpRange[] = []
  #range: DumpRange | undefined
  /** Where the runtime began to say why it ends, -1 where it did not. */
  #crash = -1
  /** Another thread dumps the same process again, behind a line of dashes (GOTRACEBACK=crash). */
  #isAgain = false

  constructor(text: SourceText, kinds: readonly LineKind[]) {
    this.#text = text
    this.#kinds = kinds
  }

  ranges(): DumpRange[] {
    for (const [i, kind] of this.#kinds.entries()) {
      if (this.#range !== undefined && this.#isFar(i, this.#range.last)) this.#close()
      const family = FAMILIES[kind]
      if (family !== undefined) this.#begin(i, kind, family)
      else if (kind === 'crash') this.#takeCrash(i)
      else if (kind !== 'blank') this.#take(i, kind)
    }
    this.#close()
    return this.#done
  }

  #begin(i: number, kind: LineKind, family: Family): void {
    const range = this.#range
    const text = this.#text.lines[i] as string
    if (range !== undefined && isSecondHeader(range, kind, text)) {
      range.reach(i)
      return
    }
    const header: Header = {
      index: i,
      id: idOf(text),
      isRunning: text.includes('[running'),
      isBehindGap: (range?.others ?? 0) > 0 || this.#crash >= 0,
    }
    const isNew =
      range === undefined ||
      range.family !== family ||
      startsProfile(kind, range) ||
      this.#isBehindPanic(range)
    if (isNew) {
      this.#close()
      this.#open(family, header)
    } else if (range.isCaption(header)) {
      range.reach(i)
    } else if (range.has(header.id) && !this.#isAgain) {
      this.#close(range.cutBefore(header))
    } else range.add(header)
    this.#crash = -1
  }

  /** A panic that was recovered prints its own goroutine alone, and the log goes on. */
  #isBehindPanic({ family, headers, start, others }: DumpRange): boolean {
    const [only] = headers
    if (family !== 'debug2' || only?.isRunning !== true || headers.length > 1 || others === 0) return false
    return this.#kinds[start] === 'crash' || PANICKING.test(this.#text.lines[only.index + 1] ?? '')
  }

  #open(family: Family, header: Header): void {
    const { index } = header
    const start = this.#crash >= 0 ? this.#crash : family === 'pprof-traces' ? this.#fileLine(index) : index
    this.#range = new DumpRange(family, start, index)
    this.#range.add(header)
    this.#isAgain = false
  }

  /** `File: app`, `Build ID: …` stand above the type of a profile. */
  #fileLine(index: number): number {
    let start = index
    while (start > 0 && /^\s*(?:File|Build ID|Type|Time|Duration): /.test(this.#text.lines[start - 1] ?? ''))
      start--
    return start
  }

  #takeCrash(i: number): void {
    const range = this.#range
    if (range !== undefined && this.#isBelowDashes(i)) {
      this.#isAgain = true
      range.reach(i)
      return
    }
    // Of several lines that say why, the first begins the dump.
    if (this.#crash >= 0) return
    if (range !== undefined) this.#close()
    this.#crash = i
  }

  #isBelowDashes(i: number): boolean {
    for (let at = i - 1; at >= Math.max(0, i - 4); at--) {
      if (/^-{5}\s*$/.test(this.#text.lines[at] ?? '')) return true
      if (this.#kinds[at] !== 'blank') return false
    }
    return false
  }

  #take(i: number, kind: LineKind): void {
    const range = this.#range
    if (range === undefined) return
    const text = this.#text.lines[i] as string
    const isPart =
      kind === 'part' ||
      (range.family === 'pprof-traces' && (isTraceFrame(text) || /^\s*(?:Time|Duration): /.test(text))) ||
      (range.family === 'panicparse' && /^\s{4}\S/.test(text)) ||
      (range.family === 'gdb' && isGdbFrame(text)) ||
      (range.family === 'debug2' && range.last === i - 1 && isShortenedCall(text)) ||
      (range.family === 'pprof-raw' && RAW_PART.test(text))
    if (isPart) range.reach(i)
    else if (++range.others >= LONG_STRETCH) this.#close()
  }

  /** Far behind the last line of the dump, in the file or in time. */
  #isFar(i: number, last: number): boolean {
    const { numbers, times } = this.#text
    if ((numbers[i] ?? 0) - (numbers[i - 1] ?? 0) > FAR_LINES && i - last < FAR_LINES) return true
    const [now, before] = [times?.[i], times?.[last]]
    return now !== undefined && before !== undefined && now - before > LONG_PAUSE
  }

  #close(next?: DumpRange): void {
    if (this.#range !== undefined) this.#done.push(this.#range)
    if (this.#range !== undefined && next !== undefined)
      this.#range.last = Math.min(this.#range.last, next.start - 1)
    this.#range = next
  }
}

/** `goroutine profile: total` begins a profile always; `Type:` where stacks came before it. */
const startsProfile = (kind: LineKind, range: DumpRange): boolean =>
  kind === 'profile' || (kind === 'traces' && range.headers.length > 1)

/** What a person writes where the rest was cut off. */
const CUT_MARK = /^\s{0,20}[([<]?\s?(?:\.\.\.|…|truncated|snip|cut|omitted)/i
const CUT_MARKS = 3
/** How a line of a dump begins. */
const HALF_LINE = /^\s{0,80}[\w./(*#]/

/** Behind the last line of a dump: marks of a cut, and the half line at the end of a text. */
function endOf(range: DumpRange, lines: readonly string[], next = lines.length): number {
  let end = range.last + 1
  while (end < next && end < range.last + 1 + CUT_MARKS && CUT_MARK.test(lines[end] ?? '')) end++
  const isHalfLine = end === lines.length - 1 && end === range.last + 1 && HALF_LINE.test(lines[end] ?? '')
  return isHalfLine ? end + 1 : end
}

const HAS_STACKS: ReadonlySet<LineKind> = new Set(['rule', 'raw'])

/** `go tool pprof -top` has the same head and no rule below it. */
const hasStacks = (lines: readonly string[]): boolean =>
  lines.some((line) => HAS_STACKS.has(kindOf(line))) &&
  !lines.some((line) => /^\s*Type: (?!goroutine)/.test(line))

/** A recovered panic prints one goroutine into the log: that is no dump of the process where there is a fuller one. */
function withoutLoneStacks(dumps: DumpText[], ranges: readonly DumpRange[]): DumpText[] {
  const isLone = (range: DumpRange | undefined): boolean =>
    range?.family === 'debug2' && range.headers.length === 1 && range.headers[0]?.isRunning === true
  return ranges.every(isLone) ? dumps : dumps.filter((_, i) => !isLone(ranges[i]))
}
