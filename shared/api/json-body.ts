import * as v from 'valibot'
import { Rejection } from './reason.ts'

/** An object of exactly these members; another one is refused by its name. */
export const exactly = <const Entries extends v.ObjectEntries>(entries: Entries) =>
  v.strictObject(entries, ({ expected, received }) => {
    if (expected === 'never') return `is not known; known are ${Object.keys(entries).join(', ')}`
    return expected === 'Object' ? `must be an object, not ${received}` : 'is missing'
  })

/** One line of text, or several where that is said; no other control characters. */
export const text = (most: number, lines: 'one line' | 'lines' = 'one line') =>
  v.pipe(
    v.string('must be text'),
    v.trim(),
    v.minLength(1, 'must not be empty'),
    v.maxLength(most, `must have at most ${most} characters`),
    v.regex(
      lines === 'lines'
        ? /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*(?:[\n\t][^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*)*$/u
        : /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u,
      'must not hold control characters',
    ),
  )

export const whole = (least: number, most: number) =>
  v.pipe(
    v.number(`must be a whole number from ${least} to ${most}`),
    v.integer(`must be a whole number from ${least} to ${most}`),
    v.minValue(least, `must be at least ${least}`),
    v.maxValue(most, `must be at most ${most}`),
  )

/** RFC 7396: null takes back what was chosen. */
export const chosen = <const Schema extends v.GenericSchema>(schema: Schema) =>
  v.exactOptional(v.nullable(schema))

/** Characters of a value that an answer repeats. */
const MOST_SHOWN = 200

/**
 * @param body UTF-8
 * @throws Rejection that names the first member that cannot be read
 */
export function readJson<Schema extends v.GenericSchema>(
  schema: Schema,
  body: Uint8Array,
): v.InferOutput<Schema> {
  const given = parse(body)
  const parsed = v.safeParse(schema, given, { abortPipeEarly: true, abortEarly: true })
  if (parsed.success) {
    const list = listForObject(given, parsed.output)
    if (list === undefined) return parsed.output
    throw new Rejection('bad-parameter', `${memberOf(list)} must be an object, not Array.`)
  }
  const [issue] = parsed.issues
  const name = v.getDotPath(issue)
  const { input } = issue
  throw new Rejection(
    'bad-parameter',
    `${memberOf(name ?? '')} ${issue.message}.`,
    typeof input === 'string' || typeof input === 'number'
      ? { actual: typeof input === 'string' ? input.slice(0, MOST_SHOWN) : input }
      : {},
  )
}

const memberOf = (path: string): string =>
  path === '' ? 'The body' : `The member ${path.slice(0, MOST_SHOWN)}`

/** Path of the first list that was read as an object: to valibot one without items is an object without members. */
function listForObject(given: unknown, read: unknown): string | undefined {
  if (typeof given !== 'object' || given === null || typeof read !== 'object' || read === null)
    return undefined
  if (Array.isArray(given) && !Array.isArray(read)) return ''
  for (const [key, value] of Object.entries(read)) {
    const inner = listForObject((given as Readonly<Record<string, unknown>>)[key], value)
    if (inner !== undefined) return inner === '' ? key : `${key}.${inner}`
  }
  return undefined
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch (cause) {
    throw new Rejection('bad-parameter', 'The body is not JSON in UTF-8.', { cause })
  }
}
