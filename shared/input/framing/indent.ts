/** Takes off the indent of a dump that stands below a line of its own: in a list, in a log, in a test's output. */

import type { Line } from './line.ts'

const HEADER = /^goroutine \d{1,19} [^[]{0,60}\[/
/** A function and its arguments, at any indent. */
const FUNCTION = /^([ \t]+)[^\s:]{1,1000}\(.{0,4000}\)\s*$/
const ROW = /^\d{1,9} @ /
const DETAIL = /^[ \t]+(?=#[ \t])/

/**
 * The header of a goroutine stands at the left, and so does its first function: where that is indented, all lines of
 * the goroutine are.
 */
export function withoutHangingIndent(lines: readonly Line[]): Line[] {
  let indent = ''
  let isBelowRow = false
  return lines.map((line, i) => {
    const { text } = line
    if (HEADER.test(text) && text.trimEnd().endsWith(':')) {
      indent = FUNCTION.exec(lines[i + 1]?.text ?? '')?.[1] ?? ''
      return line
    }
    if (ROW.test(text)) isBelowRow = true
    else if (text.trim() === '') isBelowRow = false
    else if (isBelowRow && DETAIL.test(text)) return { ...line, text: text.replace(DETAIL, '') }
    if (indent === '') return line
    if (text.startsWith(indent)) return { ...line, text: text.slice(indent.length) }
    if (text.trim() !== '') indent = ''
    return line
  })
}
