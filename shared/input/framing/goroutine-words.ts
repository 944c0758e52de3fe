/** Finds bytes that only stand near goroutines: what is far from all of them in a long log is not kept. */

import { isDigit } from '#shared/goroutine/byte-text.ts'

const GOROUTINE = Buffer.from('oroutine')
/** Rows of debug=1, the rule between the stacks of `pprof -traces`, creators. */
const OTHERS = [' @ 0x', ' @ ...', '-----+-----', 'created by ', '[Created by '].map((text) =>
  Buffer.from(text),
)
/** Between `goroutine` and its id: a blank, or an entity that stands for one. */
const GAP_BYTES = 8
const PROFILE = /^(?:leak)?(?: |&nbsp;|\xc2\xa0)profile/

/** Whether the bytes have a line of a dump. */
export function tellGoroutines(bytes: Buffer): boolean {
  if (OTHERS.some((text) => bytes.includes(text))) return true
  for (let at = bytes.indexOf(GOROUTINE); at >= 0; at = bytes.indexOf(GOROUTINE, at + 1)) {
    if (isNamed(bytes, at + GOROUTINE.length)) return true
  }
  return false
}

/** `goroutine 7`, `goroutine profile` and `goroutineleak profile`, not `goroutines` or `"goroutine":7`. */
function isNamed(bytes: Buffer, end: number): boolean {
  const first = bytes[end]
  const isGap = first === 0x20 || first === 0x26 || first === 0xc2
  for (let at = end + 1; isGap && at <= end + GAP_BYTES; at++) if (isDigit(bytes[at])) return true
  return PROFILE.test(bytes.toString('latin1', end, end + 16))
}
