/** Walks the lines of a text dump as byte ranges: no line becomes a string unless somebody asks for it. */

import type { ProblemLine } from '#shared/reading/problem-list.ts'
import { asBuffer, isDigit, textOf } from './byte-text.ts'

const LF = 0x0a
const CR = 0x0d
/** Bytes of the longest character in UTF-8 (RFC 3629 §3). */
const WIDEST_CHARACTER = 4

/** The current line is `bytes[start]` to before `bytes[end]`, without its LF or CR LF. */
export class LineCursor implements ProblemLine {
  readonly bytes: Buffer
  /** 1-based number of the current line, 0 before the first. */
  number = 0
  start = 0
  end = 0
  #next = 0

  constructor(bytes: Uint8Array) {
    this.bytes = asBuffer(bytes)
  }

  /** Goes to the next line; false after the last one. */
  next(): boolean {
    const bytes = this.bytes
    const start = this.#next
    if (start >= bytes.length) return false
    const feed = bytes.indexOf(LF, start)
    const end = feed < 0 ? bytes.length : feed
    this.#next = end + 1
    this.start = start
    this.end = end > start && bytes[end - 1] === CR ? end - 1 : end
    this.number++
    return true
  }

  /** The first characters of the current line, as text. */
  begin(characters: number): string {
    return beginOf(this.bytes, this.start, this.end, characters)
  }

  /** The line that stands at `start` to before `end`, for a problem that is found after it. */
  lineAt(number: number, start: number, end: number): ProblemLine {
    return { number, begin: (characters) => beginOf(this.bytes, start, end, characters) }
  }

  get isBlank(): boolean {
    return this.start === this.end
  }

  startsWith(prefix: Uint8Array, at = this.start): boolean {
    if (this.end - at < prefix.length) return false
    for (let i = 0; i < prefix.length; i++) if (this.bytes[at + i] !== prefix[i]) return false
    return true
  }

  endsWith(suffix: Uint8Array, end = this.end): boolean {
    return end - suffix.length >= this.start && this.startsWith(suffix, end - suffix.length)
  }

  includes(part: Uint8Array): boolean {
    return this.bytes.subarray(this.start, this.end).includes(asBuffer(part))
  }

  /** Where the run of decimal digits that begins at `at` ends. */
  digitsEnd(at: number): number {
    let end = at
    while (end < this.end && isDigit(this.bytes[end])) end++
    return end
  }

  /** Value of the decimal digits from `start` to before `end`; exact up to Number.MAX_SAFE_INTEGER. */
  decimal(start: number, end: number): number {
    let value = 0
    for (let i = start; i < end; i++) value = value * 10 + (this.bytes[i] ?? 0) - 0x30
    return value
  }
}

const beginOf = (bytes: Buffer, start: number, end: number, characters: number): string =>
  textOf(bytes, start, Math.min(end, start + characters * WIDEST_CHARACTER))
