/** Blanks as the runtime writes them: what terminals, browsers and chats make of tabs and spaces is undone. */

import type { DumpText } from '../clean-dump.ts'
import type { Line } from './line.ts'

/** No-break and other wide blanks of HTML, word processors and chats. */
const ODD_BLANKS = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g
/** Characters without width: soft hyphens, zero-width spaces and joiners, marks of direction, a BOM. */
const NO_WIDTH = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g

const ODD = /[^\t\x20-\x7e]/

/** The lines of a dump without odd blanks and without blanks at their ends; their indent stays. */
export function linesOf(dump: DumpText): Line[] {
  return dump.lines.map((line, i) => ({ text: plainBlanks(line), number: dump.numbers[i] ?? 0 }))
}

function plainBlanks(line: string): string {
  const text = ODD.test(line) ? line.replace(ODD_BLANKS, ' ').replace(NO_WIDTH, '') : line
  return text.trimEnd()
}
