/** Joins lines that a console or a mail program broke at its width: inside arguments, a name, a path or a header. */

import { isFunctionName, symbolEnd } from '#shared/goroutine/go-symbol.ts'
import { isMeantAsCreator, readCreator } from './creator-line.ts'
import { isBareFunction, isOpenFunction, readFunction } from './function-line.ts'
import { isMeantAsHeader, readHeader } from './header-line.ts'
import type { Line } from './line.ts'
import { readLocation } from './location-line.ts'
import { plainKind } from './plain-line.ts'

/** Narrower than this no console is: shorter lines break for another reason. */
const LEAST_WIDTH = 20
/** Columns of a tab stop. */
const TAB_STOP = 8

const MORE_ARGUMENTS = /^[0-9a-fx?{}.,_… ]*\)?$/
/** A name that was broken inside its receiver or its type arguments. */
const OPEN_NAME = /^[^\s()[\]]+(?:\.\(\*?(?:struct \{.*|[^\s()]*\)?)|\[[^\s\]]*)$/

/** How a line shows that it goes on, and whether it is whole once more text is behind it. */
interface Break {
  /** Most lines that one was broken into. Arguments are 10 words and aggregates of 5; paths and names are short. */
  readonly parts: number
  /** Whether a text is a whole line of that kind. */
  readonly isWhole: (text: string) => boolean
  /** Whether what was joined so far may still become one. */
  readonly mayGoOn: (text: string) => boolean
}

const HEADER: Break = {
  parts: 4,
  isWhole: (text) => readHeader(text, 0) !== undefined,
  mayGoOn: (text) => /^[Gg]oroutine(?: +\d*[^\]\n]*(?:\] \{[^}\n]*)?)?$/.test(text),
}
const ARGUMENTS: Break = {
  parts: 24,
  isWhole: (text) => {
    const found = readFunction(text, 0)
    return found?.piece.is === 'function' && !found.piece.isOpen && found.end === text.length
  },
  mayGoOn: isOpenFunction,
}
const NAME: Break = {
  parts: 6,
  isWhole: ARGUMENTS.isWhole,
  mayGoOn: (text) => symbolEnd(text, 0) === text.length || ARGUMENTS.mayGoOn(text) || OPEN_NAME.test(text),
}
const CREATOR: Break = {
  parts: 6,
  isWhole: (text) => readCreator(text, 0)?.end === text.length,
  mayGoOn: (text) => isMeantAsCreator(text) && !/\n/.test(text),
}
const LOCATION: Break = {
  parts: 6,
  isWhole: (text) => readLocation(`\t${text.trimStart()}`) !== undefined && !/\+0?x?$/.test(text),
  mayGoOn: (text) => /^[ \t]*(?:[A-Za-z]:[\\/]|[./~<])?\S[^:]*(?::\d*)?(?: \+?0?x?[0-9a-f]*)?$/.test(text),
}

/** The lines with broken ones joined; the number of a joined line is that of its first part. */
export function* unwrap(lines: readonly Line[]): Generator<Line> {
  const width = widthOf(lines)
  let isPlain = isUntouched(lines[0])
  for (let i = 0; i < lines.length; ) {
    const line = lines[i] as Line
    const isNextPlain = isUntouched(lines[i + 1])
    // A line as the runtime wrote it before another one is whole, however wide it is.
    const kind = isPlain && isNextPlain ? undefined : breakOf(lines, i, width)
    const joined = kind === undefined ? undefined : join(lines, i, kind)
    yield joined === undefined ? line : { text: joined.text, number: line.number }
    i += joined?.parts ?? 1
    isPlain = joined === undefined ? isNextPlain : isUntouched(lines[i])
  }
}

const isUntouched = (line: Line | undefined): boolean =>
  line !== undefined && plainKind(line.text) !== undefined

/** Columns of the widest line: lines broken at a width are all but as wide as it. */
function widthOf(lines: readonly Line[]): number {
  let width = LEAST_WIDTH
  for (const { text } of lines) width = Math.max(width, columns(text))
  return width
}

const columns = (text: string): number => (text.startsWith('\t') ? text.length - 1 + TAB_STOP : text.length)

function breakOf(lines: readonly Line[], i: number, width: number): Break | undefined {
  const text = lines[i]?.text ?? ''
  const next = lines[i + 1]?.text
  if (text === '' || next === undefined || next === '' || isMeantAsHeader(next)) return undefined
  const trimmed = text.trimStart()
  if (isMeantAsHeader(trimmed))
    return HEADER.isWhole(trimmed) || !HEADER.mayGoOn(trimmed) ? undefined : HEADER
  if (isMeantAsCreator(trimmed)) return isBrokenCreator(lines, i, width) ? CREATOR : undefined
  if (isOpenFunction(text)) return ARGUMENTS
  const isFull = columns(text) >= width - 1
  if (readLocation(text) !== undefined) return isFull || isTail(next) ? LOCATION : undefined
  if (/^[ \t]/.test(text) && /[/\\.]/.test(text)) return isWholeName(trimmed, next) ? undefined : LOCATION
  const isName = symbolEnd(text, 0) === text.length || OPEN_NAME.test(text)
  return isFull && isName && !isLocationNext(next) ? NAME : undefined
}

/** A function that somebody indented, without arguments: consoles do not indent the rest of what they break. */
const isWholeName = (text: string, next: string): boolean =>
  isBareFunction(text) && /^[ \t]/.test(next) && isLocationNext(next)

/** What stands alone on the line below a location only if the location was broken before its offset. */
const isTail = (text: string): boolean => /^[ \t]*\d*[ \t]*\+0x[0-9a-f]+$|^[ \t]*(?:fp|sp|pc)=0x/.test(text)
const isLocationNext = (next: string): boolean => readLocation(next) !== undefined

/** A creator is broken if it cannot be read, or if it is as wide as the console and no location is below. */
function isBrokenCreator(lines: readonly Line[], i: number, width: number): boolean {
  const text = lines[i]?.text.trimStart() ?? ''
  const next = lines[i + 1]?.text ?? ''
  if (!CREATOR.isWhole(text)) return true
  if (columns(text) < width - 1 || isLocationNext(next) || /^[ \t]/.test(next)) return false
  return [`${text}${next}`, `${text} ${next}`].some(CREATOR.isWhole)
}

function join(lines: readonly Line[], start: number, kind: Break) {
  let text = lines[start]?.text ?? ''
  if (kind !== LOCATION) text = text.trimStart()
  let whole: { text: string; parts: number } | undefined
  for (let parts = 1; parts < kind.parts; parts++) {
    const next = lines[start + parts]?.text
    if (next === undefined || !isPart(next, kind, whole !== undefined)) break
    text = glued(text, next.trim(), kind)
    if (kind.isWhole(text)) whole = { text, parts: parts + 1 }
    else if (!kind.mayGoOn(text)) break
    if (whole !== undefined && kind !== LOCATION) break
  }
  return whole
}

/** Whether a line can be the next part of a broken one; what is a line of its own is none. */
function isPart(line: string, kind: Break, isWhole: boolean): boolean {
  const text = line.trim()
  if (text === '' || isMeantAsHeader(text) || isMeantAsCreator(text)) return false
  if (kind === ARGUMENTS) return MORE_ARGUMENTS.test(text)
  if (kind === LOCATION && isWhole && !/^(?:[0-9a-f]+$|\+|(?:fp|sp|pc)=)/.test(text)) return false
  if (kind === LOCATION && ARGUMENTS.isWhole(text)) return false
  return kind === LOCATION || readLocation(line) === undefined || !/^[ \t]/.test(line)
}

/** Two parts of a line: a break at a blank has eaten it. */
function glued(text: string, next: string, kind: Break): string {
  const tight = `${text}${next}`
  const loose = `${text} ${next}`
  if (kind === ARGUMENTS || kind === NAME) return text.endsWith(',') ? loose : tight
  if (kind === LOCATION) return /^(?:\+0x|(?:fp|sp|pc)=)/.test(next) ? loose : tight
  if (kind === HEADER) return isKnownState(tight) || !isKnownState(loose) ? tight : loose
  return CREATOR.isWhole(tight) && isTightCreator(tight, next)
    ? tight
    : CREATOR.isWhole(loose)
      ? loose
      : tight
}

const isTightCreator = (text: string, next: string): boolean =>
  / in goroutine \d+$/.test(text) ||
  isFunctionName(next) ||
  isBareFunction(text.replace(/^[Cc]reated by:? /, ''))

/** Words of wait states and notes (runtime/runtime2.go, waitReasonStrings): glued ones are none. */
const KNOWN =
  /\[(?:chan (?:send|receive)(?: \(nil chan\))?|select(?: \(no cases\))?|IO wait|sleep|semacquire|sync\.[\w.]+|running|runnable|syscall|idle|waiting|GC [\w ()]+|finalizer wait|force gc \(idle\)|coroutine)(?: \((?:leaked|scan|durable)\))*(?:, \d+ minutes)?(?:, locked to thread)?\]/
const isKnownState = (text: string): boolean => KNOWN.test(text)
