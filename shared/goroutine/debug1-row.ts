/** Reads the row that begins a group of counted text: a count and the program counters of its stack. */

import { ascii, isDigit } from './byte-text.ts'
import type { LineCursor } from './line-cursor.ts'

const SPACE = 0x20
/** Characters that the counters of hidden frames take at most. */
const LONGEST_HIDDEN = 200
/** Between count and program counters, of which there may be none. */
const AT = ascii(' @')

/**
 * The row that was read last. Its counters are return addresses before inlined calls are expanded, so they do
 * not pair up with the symbol lines below.
 *
 * Example input: `40 @ 0x48c16a 0x418c9c 0x493061`
 * Example output: count 40, 3 counters, the last 0x493061
 */
export class Debug1Row {
  count = 0
  counters = 0
  /** The outermost program counter, NaN where there is none. */
  last = Number.NaN
  /** Line number, and where the line, its counters and its end are in the bytes. */
  line = 0
  lineStart = 0
  start = 0
  end = 0

  /** Reads the current line; false if it is no row. */
  read(line: LineCursor): boolean {
    const { bytes, start, end } = line
    const digits = line.digitsEnd(start)
    const counters = digits + AT.length
    if (digits === start || !line.startsWith(AT, digits)) return false
    if (counters < end && bytes[counters] !== SPACE) return false
    this.count = line.decimal(start, digits)
    this.line = line.number
    this.lineStart = start
    this.start = counters
    this.end = end
    this.counters = 0
    let last = end
    for (let at = this.start; at < end; at++) {
      if (bytes[at] !== SPACE) continue
      this.counters++
      last = at + 1
    }
    this.last = Number(bytes.toString('latin1', last, end) || Number.NaN)
    return true
  }
}

/** Counters of a row before the one that a symbol line is of, which names the call before the return address. */
export function countersBefore({ start, end }: Debug1Row, bytes: Buffer, symbol: number): number[] {
  const counters: number[] = []
  for (const text of bytes.toString('latin1', start, Math.min(end, start + LONGEST_HIDDEN)).split(' ')) {
    const counter = Number(text || Number.NaN)
    if (counter === symbol + 1 || counter === symbol) return counters
    if (!Number.isNaN(counter)) counters.push(counter)
  }
  return []
}

/** True for a line that may be meant as a row. */
export function isRow(line: LineCursor): boolean {
  return isDigit(line.bytes[line.start])
}
