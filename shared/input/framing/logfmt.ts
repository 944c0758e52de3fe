/** Reads a line of `key=value` pairs, as logrus, slog and Loki write them. */

import { unescaped } from './escapes.ts'
import type { Line } from './line.ts'
import type { Field, LogRecord } from './record.ts'

/** A key, and a value in quotes or without blanks. Each begins where the one before ended. */
const PAIR = /([A-Za-z_@][\w.@/-]{0,80})=(?:"((?:[^"\\]|\\.)*)"|([^\s"]*))(?:\s+|$)/y
const FIRST = /(?:^|\s)(?=[A-Za-z_@][\w.@/-]{0,80}=)/
/** A line with fewer pairs is no logfmt. */
const LEAST_PAIRS = 2

/** The record of a line; undefined where it is not made of pairs. */
export function logfmtRecord(line: Line): LogRecord | undefined {
  const { text } = line
  const first = FIRST.exec(text)
  if (first === null) return undefined
  const fields: Field[] = []
  PAIR.lastIndex = first.index + first[0].length
  for (let at = PAIR.lastIndex, match = PAIR.exec(text); match !== null; match = PAIR.exec(text)) {
    const [, key = '', quoted, plain = ''] = match
    fields.push({ path: key, value: quoted === undefined ? plain : unescaped(quoted) })
    at = PAIR.lastIndex
    if (at >= text.length) break
  }
  return fields.length >= LEAST_PAIRS && PAIR.lastIndex >= text.length ? { line, fields } : undefined
}
