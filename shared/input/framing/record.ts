/** A line of a structured log, or a record of an export: fields with texts, one or some of which hold the dump. */

import { anchorAt } from './anchor.ts'
import { type Line, within } from './line.ts'
import { timeOf } from './timestamp.ts'

export interface Field {
  /** Keys from the record down, joined by dots: `kubernetes.pod_name`; numbers of arrays are `*`. */
  readonly path: string
  readonly value: string
}

export interface LogRecord {
  /** The line that it stands in, with the time and the source that stood around it. */
  readonly line: Line
  readonly fields: readonly Field[]
}

/** Last keys of fields that name the writer, in the order in which their values are shown (lower case). */
const WRITERS = [
  ['namespace', 'namespace_name'],
  [
    'host',
    'hostname',
    '_hostname',
    'node',
    'node_name',
    '@logstream',
    'logstream',
    'logstreamname',
    'log_stream',
  ],
  ['pod', 'pod_name', 'podname', 'kubernetes_pod_name', 'instance', 'task', 'dyno'],
  [
    'container',
    'container_name',
    'containername',
    'container_id',
    'service',
    'service_name',
    '_systemd_unit',
    'filename',
  ],
  ['pid', '_pid', 'process_id', 'syslog_pid'],
]
/** Last keys of fields that hold the time of the record (lower case). */
const TIMES = [
  '@timestamp',
  'timestamp',
  'time',
  'ts',
  't',
  'date',
  'datetime',
  'eventtime',
  '__realtime_timestamp',
  '_source_realtime_timestamp',
  '0',
]
/** Characters of a name or a time. */
const MOST_NAME = 200

/** Whether a text has a line of a dump, as it stands or behind escapes. */
export const tellsDump = (text: string): boolean =>
  text.split(/\r*\n|\r|\\n/).some((line) => anchorAt(line) >= 0)

/** Paths of the fields that hold dumps. */
export function pathsOfText(records: readonly LogRecord[]): ReadonlySet<string> {
  const paths = new Set<string>()
  for (const { fields } of records)
    for (const { path, value } of fields) if (!paths.has(path) && tellsDump(value)) paths.add(path)
  return paths
}

/**
 * The lines of the fields at `paths`, or undefined where the record has none of them. `endsItself` says that a text
 * without a line break at its end goes on in the next record.
 */
export function textLines(
  { line, fields }: LogRecord,
  paths: ReadonlySet<string>,
  near: number | undefined,
): { lines: Line[]; endsLine: boolean } | undefined {
  const texts = fields.filter(({ path }) => paths.has(path)).map(({ value }) => value)
  if (texts.length === 0) return undefined
  const base = {
    ...line,
    time: timeIn(fields, near) ?? line.time,
    source: writerIn(fields, paths) ?? line.source,
  }
  const endsLine = /[\r\n]$/.test(texts.at(-1) ?? '')
  return { lines: texts.flatMap((text) => within(base, text.replace(/\r?\n$/, ''))), endsLine }
}

function timeIn(fields: readonly Field[], near: number | undefined): number | undefined {
  for (const key of TIMES) {
    const field = fields.find(({ path, value }) => lastKey(path) === key && value.length <= MOST_NAME)
    const time = field === undefined ? undefined : timeOf(field.value, near)
    if (time !== undefined) return time
  }
  return undefined
}

function writerIn(fields: readonly Field[], paths: ReadonlySet<string>): string | undefined {
  const names = WRITERS.flatMap((keys) => {
    const field = fields.find(
      ({ path, value }) =>
        !paths.has(path) && value !== '' && value.length <= MOST_NAME && keys.includes(lastKey(path)),
    )
    return field === undefined ? [] : [field.value]
  })
  return names.length === 0 ? undefined : names.join(' ')
}

const lastKey = (path: string): string => path.slice(path.lastIndexOf('.') + 1).toLowerCase()
