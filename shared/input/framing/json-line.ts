/** Reads a line that holds a JSON object, alone or behind a prefix. */

import { fieldsOf } from './json-fields.ts'
import type { Line } from './line.ts'
import type { LogRecord } from './record.ts'
import { timestampIn } from './timestamp.ts'

/** The record of a line; undefined where its end is no JSON object. */
export function jsonRecord(line: Line, near: number | undefined): LogRecord | undefined {
  const { text } = line
  const open = text.indexOf('{"')
  const start = open < 0 ? text.search(/\{\s*"/) : open
  const end = text.lastIndexOf('}') + 1
  if (start < 0 || end <= start || text.slice(end).trim().length > 1) return undefined
  const value = parsed(text.slice(start, end))
  if (value === undefined) return undefined
  const lead = text.slice(0, start).trim()
  return { line: lead === '' ? line : { ...line, ...around(lead, line, near) }, fields: fieldsOf(value) }
}

/** Time and source that stand before the object: `web-1  | {…}`. */
function around(lead: string, line: Line, near: number | undefined): Pick<Line, 'time' | 'source'> {
  const stamp = timestampIn(lead, near)
  const rest = stamp === undefined ? lead : lead.slice(0, stamp.start) + lead.slice(stamp.end)
  const name = rest.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '').slice(0, 100)
  return {
    time: stamp?.at ?? line.time,
    source: /^[\p{L}\p{N}_./ -]*$/u.test(name) && /\p{L}/u.test(name) ? name : line.source,
  }
}

function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
