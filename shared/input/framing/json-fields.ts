/** Makes fields of a parsed JSON value. */

import type { Field } from './record.ts'

/** Values of one record, and objects in objects. */
const MOST_FIELDS = 2_000
const DEEPEST = 12
/** journald writes text that is not printable as an array of bytes (systemd, Journal JSON format). */
const LEAST_BYTES = 4

/** Texts and numbers of a value, by path. */
export function fieldsOf(value: unknown): Field[] {
  const fields: Field[] = []
  collect(value, '', 0, fields)
  return fields
}

function collect(value: unknown, path: string, depth: number, fields: Field[]): void {
  if (fields.length >= MOST_FIELDS || depth > DEEPEST) return
  if (typeof value === 'string') fields.push({ path, value })
  else if (typeof value === 'number') fields.push({ path, value: String(value) })
  else if (Array.isArray(value)) {
    if (isBytes(value)) fields.push({ path, value: Buffer.from(value).toString('utf8') })
    else {
      const tuple = isTuple(String(value[0]))
      for (const [i, one] of value.entries())
        collect(one, under(path, tuple && typeof one !== 'object' ? String(i) : '*'), depth + 1, fields)
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value)) collect(one, under(path, key), depth + 1, fields)
  }
}

/** An array that begins with a time is a row of its own kind: Loki writes `["1796…", "line"]`. */
export const isTuple = (first: string): boolean => /^1\d{9,18}(?:\.\d+)?$/.test(first)

const isBytes = (value: readonly unknown[]): value is number[] =>
  value.length >= LEAST_BYTES &&
  value.every((one) => typeof one === 'number' && Number.isInteger(one) && one >= 0 && one <= 0xff)

const under = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`)
