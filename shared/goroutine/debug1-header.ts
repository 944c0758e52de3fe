/** Reads the first line of counted text (`debug=1`), which says what profile it is. */

import { ascii, textOf } from './byte-text.ts'
import type { LineCursor } from './line-cursor.ts'
import type { ProfileType } from './model.ts'

/** Between name and total (runtime/pprof, printCountProfile). */
const TOTAL = ascii(' profile: total ')
/** Other profiles in text: `heap profile: 3: 64 [5: 96] @ heap/1048576`, `--- contention:`, `--- mutex:`. */
const OTHER_TEXT = /^(?:--- ?([a-z]+)|([\w./-]+) profile: )/
/** Bytes of a first line that are looked at. */
const LOOKED_AT = 200

const TYPES: readonly ProfileType[] = ['goroutine', 'goroutineleak']

/** What the first line says: a profile of ours and its total, the name of another one, or neither. */
export type Debug1Header =
  | { readonly is: 'ours'; readonly type: ProfileType; readonly total: number }
  | { readonly is: 'other'; readonly name: string }
  | { readonly is: 'none' }

/**
 * Example input: `goroutineleak profile: total 111`
 * Example output: `{ is: 'ours', type: 'goroutineleak', total: 111 }`
 */
export function readDebug1Header(line: LineCursor): Debug1Header {
  const type = TYPES.find(
    (name) => line.startsWith(ascii(name)) && line.startsWith(TOTAL, line.start + name.length),
  )
  if (type !== undefined) {
    const digits = line.start + type.length + TOTAL.length
    const end = line.digitsEnd(digits)
    if (end > digits && end === line.end) return { is: 'ours', type, total: line.decimal(digits, end) }
  }
  const text = textOf(line.bytes, line.start, Math.min(line.end, line.start + LOOKED_AT))
  const other = OTHER_TEXT.exec(text)
  return other === null ? { is: 'none' } : { is: 'other', name: other[1] ?? other[2] ?? '' }
}
