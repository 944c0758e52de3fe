/** Takes dumps out of structured logs and exports: JSON, CSV, logfmt, escapes in one line. */

import { csvRecords } from './csv.ts'
import { delveAnswers } from './delve-api.ts'
import { escapedLines } from './escapes.ts'
import { flamebearerLines } from './flamebearer.ts'
import { jsonDocument } from './json-document.ts'
import { jsonRecord } from './json-line.ts'
import type { Line } from './line.ts'
import { logfmtRecord } from './logfmt.ts'
import { type LogRecord, pathsOfText, textLines } from './record.ts'
import { speedscopeLines } from './speedscope.ts'

/** A log in a log in a log: docker keeps what a JSON logger wrote that a program gave a text with escapes. */
const DEEPEST = 3

/** The lines of an export that is one document or one table; undefined where the text is neither. */
export function exportedLines(text: string, first: number, near: number | undefined): Line[] | undefined {
  const written = speedscopeLines(text, first) ?? flamebearerLines(text, first) ?? delveAnswers(text, first)
  if (written !== undefined) return written
  const isLines = isJsonLines(text)
  const records = (isLines ? undefined : jsonDocument(text, first)) ?? csvRecords(text, first)
  return records === undefined ? undefined : linesOfRecords(records, near)
}

/** JSON line by line: the first of several lines is whole. */
function isJsonLines(text: string): boolean {
  const begun = text.trimStart()
  const end = begun.search(/[\r\n]/)
  if (end < 0 || begun.slice(end).trim() === '') return false
  const first = { text: begun.slice(0, end), number: 1, time: undefined, source: undefined }
  return jsonRecord(first, undefined) !== undefined
}

/** Lines with every structured line replaced by the text that it holds. */
export function unstructured(lines: readonly Line[], near: number | undefined): Line[] {
  let current = [...lines]
  for (let depth = 0; depth < DEEPEST; depth++) {
    const next = onceUnstructured(current, near)
    if (next === undefined) break
    current = next
  }
  return current
}

/** Undefined where no line was replaced. */
function onceUnstructured(lines: readonly Line[], near: number | undefined): Line[] | undefined {
  const items = lines.map((line) => recordOf(line, near) ?? line)
  const records = items.filter(isRecord)
  const paths = new Set(pathsOfText(records))
  if (records.some(isOfDocker)) paths.add('log')
  if (paths.size > 0) return linesOfRecords(items, near, paths)
  let isChanged = false
  const escaped = lines.flatMap((line) => {
    const inside = escapedLines(line, near)
    if (inside !== undefined) isChanged = true
    return inside ?? [line]
  })
  return isChanged ? escaped : undefined
}

function recordOf(line: Line, near: number | undefined): LogRecord | undefined {
  const { text } = line
  if (text.includes('{')) {
    const record = jsonRecord(line, near)
    if (record !== undefined) return record
  }
  return text.includes('=') ? logfmtRecord(line) : undefined
}

/** Lines of records in the order of time: exports often begin with the newest. */
function linesOfRecords(
  items: readonly (LogRecord | Line)[],
  near: number | undefined,
  paths = pathsOfText(items.filter(isRecord)),
): Line[] {
  const texts = items.flatMap((item) => {
    const text = isRecord(item) ? textLines(item, paths, near) : { lines: [item], endsLine: undefined }
    return text === undefined ? [] : [text]
  })
  const ordered = isNewestFirst(texts.map(({ lines }) => lines[0]?.time)) ? texts.toReversed() : texts
  const records = texts.filter(({ endsLine }) => endsLine !== undefined)
  const isBroken = records.filter(({ endsLine }) => endsLine === true).length * 2 > records.length
  return isBroken || items.some(isOfDocker) ? goneOn(ordered) : ordered.flatMap((text) => text.lines)
}

/** The driver json-file of docker: a line without its break goes on in the next record, however many there are. */
const isOfDocker = (item: LogRecord | Line): boolean =>
  isRecord(item) &&
  item.fields.some(({ path }) => path === 'log') &&
  item.fields.some(({ path, value }) => path === 'stream' && /^std(?:out|err)$/.test(value))

/** Where texts end with a break, one that does not goes on in the next of its writer: containers cut at 16 KiB. */
function goneOn(texts: readonly { lines: readonly Line[]; endsLine: boolean | undefined }[]): Line[] {
  const lines: Line[] = []
  const open = new Map<string | undefined, number>()
  for (const text of texts) {
    const [head, ...rest] = text.lines
    if (head === undefined) continue
    let at = open.get(head.source) ?? -1
    const begun = lines[at]
    if (begun !== undefined) lines[at] = { ...begun, text: begun.text + head.text }
    else at = lines.push(head) - 1
    for (const line of rest) at = lines.push(line) - 1
    if (text.endsLine === false) open.set(head.source, at)
    else open.delete(head.source)
  }
  return lines
}

/** Times fall more often than they rise. */
function isNewestFirst(times: readonly (number | undefined)[]): boolean {
  let falls = 0
  let rises = 0
  let last: number | undefined
  for (const time of times) {
    if (time === undefined) continue
    if (last !== undefined && time < last) falls++
    if (last !== undefined && time > last) rises++
    last = time
  }
  return falls > rises
}

const isRecord = (item: LogRecord | Line): item is LogRecord => 'fields' in item
