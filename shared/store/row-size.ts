import type { Attribute, Attributes, Row } from './rows.ts'

/** Bytes of one row, names of attributes and values (Amazon DynamoDB Developer Guide, "Quotas": 400 KB of an item). */
export const MOST_ROW_BYTES = 400 * 1024

/** A list or a map, and each of its members ("DynamoDB item sizes and formats"). */
const CONTAINER = 3
const MEMBER = 1
/** The longest number; most take fewer. */
const NUMBER = 21

/** What a row takes at most, counted as DynamoDB counts. */
export const rowBytes = (row: Row): number => membersBytes(row)

/** @throws Error where DynamoDB would refuse the row */
export function requireRowFits(row: Row): void {
  const bytes = rowBytes(row)
  if (bytes <= MOST_ROW_BYTES) return
  throw new Error(`the row ${row.pk} ${row.sk} has ${bytes} bytes; a row holds at most ${MOST_ROW_BYTES}`)
}

const membersBytes = (members: Attributes): number =>
  Object.entries(members).reduce(
    (sum, [name, value]) => (value === undefined ? sum : sum + Buffer.byteLength(name) + valueBytes(value)),
    0,
  )

function valueBytes(value: Attribute): number {
  if (typeof value === 'string') return Buffer.byteLength(value)
  if (typeof value === 'number') return NUMBER
  if (typeof value !== 'object' || value === null) return 1
  if (value instanceof Uint8Array) return value.byteLength
  if (Array.isArray(value))
    return (value as readonly Attribute[]).reduce<number>(
      (sum, item) => sum + MEMBER + valueBytes(item),
      CONTAINER,
    )
  const members = value as Attributes
  return CONTAINER + MEMBER * Object.keys(members).length + membersBytes(members)
}
