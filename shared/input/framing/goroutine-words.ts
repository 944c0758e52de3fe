/** Finds bytes that only stand near goroutines: what is far from all of them in a long log is not kept. */

import { isDigit } from '#shared/goroutine/byte-text.ts'

const WORD = Buffer.from('oroutine')
/** Between `goroutine` and its id: a blank, or an entity that stands for one. */
const GAP_BYTES = 8
const LETTER_L = 0x6c
const PROFILE = /^(?:leak)?(?: |&nbsp;|\xc2\xa0)profile/
/** Rows of debug=1 (`3 @ 0x43c365`), and the rule between the stacks of `pprof -traces`. Each by its rarest sign. */
const AT = 0x40
const ROW = /^\d @ (?:0x|\.\.\.)/
const PLUS = 0x2b
const RULE = /^-{5}\+-{5}/

/** Whether the bytes have a line that begins a goroutine, or a group of them. */
export function tellGoroutines(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(WORD); at >= 0; at = bytes.indexOf(WORD, at + 1)) {
    if (isNamed(bytes, at + WORD.length)) return true
  }
  return hasAround(bytes, AT, 2, ROW) || hasAround(bytes, PLUS, 5, RULE)
}

/** `goroutine 7`, `goroutine profile` and `goroutineleak profile`, not `goroutines` or `"goroutine":7`. */
function isNamed(bytes: Buffer, end: number): boolean {
  const first = bytes[end]
  const isGap = first === 0x20 || first === 0x26 || first === 0xc2
  for (let at = end + 1; isGap && at <= end + GAP_BYTES; at++) if (isDigit(bytes[at])) return true
  // Most logs speak of goroutines somewhere: only what may be a heading is looked at as text.
  return (isGap || first === LETTER_L) && PROFILE.test(bytes.toString('latin1', end, end + 16))
}

/** Whether a sign stands in its form, which begins so many bytes before it. */
function hasAround(bytes: Buffer, sign: number, before: number, form: RegExp): boolean {
  for (let at = bytes.indexOf(sign); at >= 0; at = bytes.indexOf(sign, at + 1)) {
    if (at >= before && form.test(bytes.toString('latin1', at - before, at + 10))) return true
  }
  return false
}
