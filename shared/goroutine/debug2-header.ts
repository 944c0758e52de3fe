/** Reads the first line of a goroutine in a full stack dump (runtime/traceback.go, goroutineheader). */

import { ascii, isDigit } from './byte-text.ts'
import { readLabelKeys } from './label-keys.ts'
import type { LineCursor } from './line-cursor.ts'

const SPACE = 0x20
const COMMA = 0x2c
const COLON = 0x3a
const OPEN = 0x5b
const CLOSE = 0x5d

const GOROUTINE = ascii('goroutine ')
/** Words between the id and the state, at GOTRACEBACK=system and above (by Go 1.23). */
const POINTERS = [ascii('gp='), ascii('m='), ascii('mp=')]
/** Suffixes that are no part of a state such as `select (no cases)`. */
const LEAKED = ascii(' (leaked)')
const FLAGS = [LEAKED, ascii(' (scan)'), ascii(' (durable)')]
const MINUTES = ascii(' minutes')
const LOCKED = ascii('locked to thread')
/** `synctest group N` in Go 1.24, `synctest bubble N` since. */
const SYNCTEST = ascii('synctest ')
/** Labels of Go 1.26 inside the bracket, of Go 1.27 behind it. */
const LABELS_INSIDE = ascii(' labels:{')
const LABELS_BEHIND = ascii(' {')

/** True for a line such as `goroutine 7 [select, 4 minutes]:` and for what may be meant as one. */
export function isHeader(line: LineCursor): boolean {
  return line.startsWith(GOROUTINE) && isDigit(line.bytes[line.start + GOROUTINE.length])
}

/**
 * The parts of the header that was read last.
 *
 * Example input: `goroutine 131 [chan receive (leaked), locked to thread] {endpoint: /v1/foo}:`
 * Example output: state `chan receive`, leaked, no minutes, label key range of `endpoint`.
 */
export class Debug2Header {
  /** Id of the goroutine; 0 for the scheduler of a thread, which only GOTRACEBACK=crash prints. */
  id = 0
  stateStart = 0
  stateEnd = 0
  /** Whole minutes; 0 where none is printed. */
  minutes = 0
  leaked = false
  /** Start, end, start, end, … of the label keys. */
  labelKeys: readonly number[] = []
  /** A part between state and bracket that is not known; the goroutine is readable without it. */
  unknownNote = false

  /** Reads the current line; false if it is no complete header. */
  read(line: LineCursor): boolean {
    this.minutes = 0
    this.leaked = false
    this.labelKeys = NO_KEYS
    this.unknownNote = false
    const { bytes } = line
    const idStart = line.start + GOROUTINE.length
    const idEnd = line.digitsEnd(idStart)
    this.id = line.decimal(idStart, idEnd)
    const bracket = this.#skipPointers(line, idEnd)
    if (bytes[bracket] !== SPACE || bytes[bracket + 1] !== OPEN) return false
    this.stateStart = bracket + 2
    let at = this.#partEnd(line, this.stateStart)
    this.#readState(line, at)
    while (bytes[at] === COMMA) {
      const start = at + 2
      at = this.#partEnd(line, start)
      this.#readNote(line, start, at)
    }
    if (at < line.end && bytes[at] === SPACE) at = this.#readLabels(line, at + LABELS_INSIDE.length - 1)
    if (at < 0 || bytes[at++] !== CLOSE) return false
    if (line.startsWith(LABELS_BEHIND, at)) at = this.#readLabels(line, at + 1)
    return at === line.end - 1 && bytes[at] === COLON
  }

  #skipPointers(line: LineCursor, from: number): number {
    let at = from
    while (POINTERS.some((name) => line.startsWith(name, at + 1))) {
      for (at++; at < line.end && line.bytes[at] !== SPACE; ) at++
    }
    return at
  }

  /** The comma, the bracket or the blank before `labels:{` that ends a part. */
  #partEnd(line: LineCursor, from: number): number {
    const { bytes, end } = line
    for (let at = from; at < end; at++) {
      const byte = bytes[at]
      if (byte === COMMA || byte === CLOSE) return at
      if (byte === SPACE && line.startsWith(LABELS_INSIDE, at)) return at
    }
    return end
  }

  #readState(line: LineCursor, partEnd: number): void {
    let end = partEnd
    for (;;) {
      const flag = line.bytes[end - 1] === 0x29 ? FLAGS.find((f) => line.endsWith(f, end)) : undefined
      if (flag === undefined) break
      if (flag === LEAKED) this.leaked = true
      end -= flag.length
    }
    this.stateEnd = end
  }

  #readNote(line: LineCursor, start: number, end: number): void {
    const digits = line.digitsEnd(start)
    if (digits > start && line.startsWith(MINUTES, digits) && digits + MINUTES.length === end) {
      this.minutes = line.decimal(start, digits)
    } else if (!line.startsWith(LOCKED, start) && !line.startsWith(SYNCTEST, start)) {
      this.unknownNote = true
    }
  }

  /** Where the labels end, -1 if they do not. */
  #readLabels(line: LineCursor, brace: number): number {
    const keys = readLabelKeys(line.bytes, brace, line.end)
    if (keys === undefined) return -1
    this.labelKeys = keys.ranges
    return keys.end
  }
}

const NO_KEYS: readonly number[] = []
