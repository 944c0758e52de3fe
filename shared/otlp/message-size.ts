import type { DescField, DescMessage } from '@bufbuild/protobuf'
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'
import { Rejection } from '#shared/api/reason.ts'

/**
 * Messages and texts of one request. A goroutine profile of 16,000 stacks has some 200,000: samples, stacks, locations with
 * their lines, functions, strings. As objects so many take 100 MB.
 */
export const MOST_ROWS = 400_000
/** Indexes, values and times of one request: 16,000 stacks of 60 frames have a million. */
export const MOST_NUMBERS = 2_000_000
/** Values inside values inside values. Attributes of resources and samples have one or two levels. */
const DEEPEST = 20

/** What a message becomes once decoded. */
interface Size {
  rows: number
  numbers: number
}

/**
 * Counts what a message of proto becomes, with the fields that its schema has; nothing is made of it.
 *
 * @throws Rejection `body-too-large`; whatever the reader throws for bytes that are no message
 */
export function refuseLargeProto(schema: DescMessage, message: Uint8Array): void {
  const size = { rows: 0, numbers: 0 }
  count(schema, new BinaryReader(message), message, message.length, size, 0)
}

function count(
  schema: DescMessage,
  reader: BinaryReader,
  bytes: Uint8Array,
  end: number,
  size: Size,
  depth: number,
): void {
  if (depth > DEEPEST) throw tooDeep()
  const fields = fieldsOf(schema)
  while (reader.pos < end) {
    const [number, wire] = reader.tag()
    const field = fields.get(number)
    if (field === undefined || wire !== WireType.LengthDelimited) {
      if (field?.fieldKind === 'list') size.numbers++
      reader.skip(wire, number)
    } else {
      const length = reader.uint32()
      const to = Math.min(reader.pos + length, end)
      if (field.message !== undefined) {
        size.rows++
        count(field.message, reader, bytes, to, size, depth + 1)
      } else if (field.fieldKind === 'list' && field.scalar !== undefined && !isText(field)) {
        size.numbers += numbersIn(bytes, reader.pos, to, field.scalar === FIXED64)
      } else size.rows++
      reader.pos = to
    }
    refuseSize(size)
  }
}

/** ScalarType of protobuf's descriptors. */
const FIXED64 = 6
const STRING = 9
const BYTES = 12
const isText = ({ scalar }: DescField): boolean => scalar === STRING || scalar === BYTES

const known = new WeakMap<DescMessage, ReadonlyMap<number, DescField>>()
function fieldsOf(schema: DescMessage): ReadonlyMap<number, DescField> {
  const fields = known.get(schema) ?? new Map(schema.fields.map((field) => [field.number, field]))
  known.set(schema, fields)
  return fields
}

/** Numbers of a packed field: each varint ends with a byte below 128. */
function numbersIn(bytes: Uint8Array, from: number, to: number, areFixed: boolean): number {
  if (areFixed) return Math.ceil((to - from) / 8)
  let numbers = 0
  for (let at = from; at < to; at++) if ((bytes[at] ?? 0) < 0x80) numbers++
  return numbers
}

const BRACE = 0x7b
const BRACKET = 0x5b
const COMMA = 0x2c

/**
 * Counts what a message of JSON becomes: messages by their braces, lists as half of one, numbers by the commas, of which members of
 * messages have some too. Those inside of texts count as well, which are few.
 *
 * @throws Rejection `body-too-large`
 */
export function refuseLargeJson(message: Uint8Array): void {
  let braces = 0
  let brackets = 0
  let commas = 0
  for (const byte of message) {
    if (byte === BRACE) braces++
    else if (byte === BRACKET) brackets++
    else if (byte === COMMA) commas++
  }
  refuseSize({ rows: braces + brackets / 2, numbers: commas / 2 })
}

function refuseSize({ rows, numbers }: Size): void {
  if (rows > MOST_ROWS) throw tooMany('rows', MOST_ROWS, rows)
  if (numbers > MOST_NUMBERS) throw tooMany('numbers', MOST_NUMBERS, numbers)
}

const tooMany = (what: string, limit: number, actual: number): Rejection =>
  new Rejection(
    'body-too-large',
    `The message has ${Math.ceil(actual)} ${what} or more, the limit is ${limit}: send fewer profiles at once (sending_queue.batch.max_size).`,
    { limit, actual: Math.ceil(actual) },
  )

const tooDeep = (): Rejection =>
  new Rejection(
    'malformed-protobuf',
    `A value holds values more than ${DEEPEST} levels deep, the limit; attributes of profiles have one or two.`,
  )
