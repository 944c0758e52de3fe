/** Reads an export in columns: a log as CSV, with one line or a whole dump in a cell. */

import { parse } from 'csv-parse/sync'
import { type LogRecord, tellsDump } from './record.ts'

/** What separates columns. */
const DELIMITERS = [',', ';', '\t'] as const
/** Records that have as many columns as the first, at least. */
const LEAST_EVEN = 0.8
/** The row of names is no longer. */
const MOST_NAMES = 2_000

interface Row {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

/** A record for each row; undefined where the text is not a table whose first row names its columns. */
export function csvRecords(text: string, first: number): LogRecord[] | undefined {
  const end = text.search(/[\r\n]/)
  if (end < 0 || end > MOST_NAMES) return undefined
  const names = text.slice(0, end)
  for (const delimiter of DELIMITERS) {
    if (!isNames(names, delimiter)) continue
    const rows = rowsOf(text, delimiter)
    const records = rows === undefined ? undefined : recordsOf(rows, first)
    if (records !== undefined) return records
  }
  return undefined
}

/** Words, and at least two of them: a dump and a log begin otherwise. */
function isNames(line: string, delimiter: string): boolean {
  const cells = line.split(delimiter)
  return (
    cells.length > 1 &&
    cells.every((cell) => /^"?[@\w][\w @./()-]{0,60}"?$/.test(cell.trim())) &&
    !tellsDump(line)
  )
}

function rowsOf(text: string, delimiter: string): Row[] | undefined {
  try {
    const options = {
      delimiter,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    }
    return parse(text, options) as unknown as Row[]
  } catch {
    return undefined
  }
}

function recordsOf(rows: readonly Row[], first: number): LogRecord[] | undefined {
  const [names, ...data] = rows
  if (names === undefined || data.length === 0) return undefined
  const even = data.filter(({ record }) => record.length === names.record.length).length
  if (even < data.length * LEAST_EVEN) return undefined
  const records: LogRecord[] = []
  let before = names.info.lines
  for (const { record, info } of data) {
    const fields = record.map((value, i) => ({ path: names.record[i] ?? String(i), value }))
    records.push({
      line: { text: '', number: first + before, time: undefined, source: undefined },
      fields,
    })
    before = info.lines
  }
  return records.some(({ fields }) => fields.some(({ value }) => tellsDump(value))) ? records : undefined
}
