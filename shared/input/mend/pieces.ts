/** Tells what each line of a stack dump is; a line that several were glued into gives several pieces. */

import { type CreatorPiece, isMeantAsCreator, readCreator } from './creator-line.ts'
import { isCutMark } from './cut-mark.ts'
import { type BarePiece, type FunctionPiece, readFunction } from './function-line.ts'
import { type HeaderPiece, isMeantAsHeader, readHeader } from './header-line.ts'
import type { Line } from './line.ts'
import { type LocationPiece, readLocation, readLocationAt } from './location-line.ts'
import { plainId, plainKind } from './plain-line.ts'

interface MarkPiece {
  /**
   * `elided`, `ancestor`: the runtime's own marks. `mark`: somebody took lines out. `system`: the stack of a thread
   * follows, not of a goroutine. `odd-header`, `odd-creator`: cut in the middle. `noise`: no line of a dump.
   */
  readonly is:
    | 'elided'
    | 'ancestor'
    | 'unavailable'
    | 'mark'
    | 'blank'
    | 'system'
    | 'odd-header'
    | 'odd-creator'
    | 'noise'
  readonly text: string
}

/** A part of a dump in the runtime's own form. */
export type Piece = Unplaced & { readonly number: number }
type Unplaced = HeaderPiece | FunctionPiece | BarePiece | LocationPiece | CreatorPiece | MarkPiece

const ELIDED = /^\.\.\.(?:additional|\d+) frames elided\.\.\.$/
const ANCESTOR = /^\[originating from goroutine \d+\]:(?:\.\.\.)?$/
const UNAVAILABLE = /^goroutine running on other thread; stack unavailable$/
const NON_GO = /^non-Go function(?: at pc=(?:0x)?[0-9a-f]+)?$/
/** Runtime frames of a thread (runtime/panic.go, fatalthrow), before the first goroutine. */
const SYSTEM = /^runtime stack:$/
/** `leaktest: leaked goroutine: goroutine 7 [chan send]:` and log prefixes that only the header has. */
const HEADER_BEHIND = /^.{0,200}?[ :\t"'([>]goroutine \d+ \[[^\]\n]*\]:$/
/** `main.ask (main.go:9)` is a function with its place, though paths may have blanks. */
const PLACED = /^[\w.~/*()[\]·-]{3,1000} \([^\s()]{1,1000}:\d{1,9}\)$/
/** Bytes of a line beyond which it is looked at as several glued ones only from its start. */
const SPACES = /[ \t]*/y

/** Pieces of all lines, in their order. */
export function* piecesOf(lines: Iterable<Line>): Generator<Piece> {
  for (const { text, number } of lines) {
    const plain = plainPiece(text)
    if (plain !== undefined) yield { ...plain, number }
    else for (const piece of lookedAt(text)) yield { ...piece, number }
  }
}

function plainPiece(text: string): Unplaced | undefined {
  const kind = plainKind(text)
  if (kind === undefined) return undefined
  if (kind === 'header') return { is: kind, text, id: plainId(text), twins: NO_TWINS }
  return kind === 'function' ? { is: kind, text, isOpen: false } : { is: kind, text }
}

const NO_TWINS: readonly string[] = []

function lookedAt(text: string): readonly Unplaced[] {
  const trimmed = text.trimStart()
  const special = specialOf(trimmed)
  if (special !== undefined)
    return [{ is: special, text: special === 'unavailable' ? `\t${trimmed}` : trimmed }]
  const location = readLocation(text)
  if (location !== undefined && !PLACED.test(trimmed) && readFunction(trimmed, 0)?.piece.is !== 'function')
    return [location]
  if (NON_GO.test(trimmed)) return [{ is: 'function', text: trimmed, isOpen: false }]
  return gluedPieces(trimmed)
}

function specialOf(line: string): MarkPiece['is'] | undefined {
  if (line === '') return 'blank'
  if (UNAVAILABLE.test(line)) return 'unavailable'
  if (ELIDED.test(line)) return 'elided'
  if (ANCESTOR.test(line)) return 'ancestor'
  if (SYSTEM.test(line)) return 'system'
  return isCutMark(line) ? 'mark' : undefined
}

/** Reads one part after the other from the start of the line; a line that holds anything else is noise as a whole. */
function gluedPieces(line: string): readonly Unplaced[] {
  const found: Unplaced[] = []
  let at = 0
  while (at < line.length) {
    const part = partAt(line, at, found.at(-1))
    if (part === undefined) break
    found.push(part.piece)
    SPACES.lastIndex = part.end
    SPACES.exec(line)
    at = SPACES.lastIndex
  }
  const isWhole = at >= line.length
  const first = found[0]
  const isRead = first !== undefined && (isWhole || first.is === 'header' || hasLocation(found))
  return isRead ? found : [unreadable(line)]
}

const hasLocation = (found: readonly Unplaced[]): boolean => found.some((piece) => piece.is === 'location')

function partAt(line: string, at: number, before: Unplaced | undefined) {
  const header = readHeader(line, at)
  if (header) return header
  const isBehindFunction = before?.is === 'function' || before?.is === 'bare' || before?.is === 'creator'
  return (
    (isBehindFunction ? readLocationAt(line, at) : undefined) ??
    readCreator(line, at) ??
    readFunction(line, at)
  )
}

function unreadable(line: string): Unplaced {
  if (isMeantAsHeader(line)) return { is: 'odd-header', text: line }
  if (isMeantAsCreator(line)) return { is: 'odd-creator', text: line }
  if (HEADER_BEHIND.test(line)) {
    const header = readHeader(line, line.lastIndexOf('goroutine '))
    if (header) return header.piece
  }
  return { is: 'noise', text: line }
}
