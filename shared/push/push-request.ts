import { fromBinary, fromJsonString } from '@bufbuild/protobuf'
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'
import { Rejection } from '#shared/api/reason.ts'
import { type PushRequest, PushRequestSchema } from './push_pb.ts'

/** Content types of Connect unary, which name how a message is written. */
export type Codec = 'application/proto' | 'application/json'

/** Alloy sends one profile a request, profilecli those of one file. */
const MOST_PROFILES = 64
/** Fields of requests and series, counted before any becomes an object: 64 series of 30 labels have 2,048. */
const MOST_FIELDS = 10_000

/**
 * The message of a Push; what this program does not read of it is stepped over.
 *
 * @throws Rejection `malformed-protobuf`; `body-too-large` for more than 64 profiles
 */
export function readPushRequest(codec: Codec, message: Uint8Array): PushRequest {
  const request = codec === 'application/proto' ? readBinary(message) : readJson(message)
  const profiles = request.series.reduce((sum, { samples }) => sum + samples.length, 0)
  if (profiles > MOST_PROFILES) throw tooMany('profiles', MOST_PROFILES, profiles)
  const labels = request.series.reduce((sum, series) => sum + series.labels.length, 0)
  if (labels > MOST_FIELDS) throw tooMany('labels', MOST_FIELDS, labels)
  return request
}

function readBinary(message: Uint8Array): PushRequest {
  const fields = wellFormed(() => fieldsOf(new BinaryReader(message), message.length, 2))
  if (fields > MOST_FIELDS) throw tooMany('fields', MOST_FIELDS, fields)
  return wellFormed(() => fromBinary(PushRequestSchema, message, { readUnknownFields: false }))
}

const readJson = (message: Uint8Array): PushRequest =>
  wellFormed(() => {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(message)
    return fromJsonString(PushRequestSchema, text, { ignoreUnknownFields: true })
  })

/** Fields down to a level, at most one more than are allowed. */
function fieldsOf(reader: BinaryReader, end: number, levels: number): number {
  let fields = 0
  while (reader.pos < end && fields <= MOST_FIELDS) {
    const [field, wire] = reader.tag()
    fields++
    if (wire !== WireType.LengthDelimited || levels === 1) reader.skip(wire, field)
    else {
      const length = reader.uint32()
      fields += fieldsOf(reader, Math.min(reader.pos + length, end), levels - 1)
    }
  }
  return fields
}

/** Whatever a decoder says of bytes that it cannot read, the sender has to send others. */
function wellFormed<Read>(read: () => Read): Read {
  try {
    return read()
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.slice(0, 200) : 'unknown'
    throw new Rejection(
      'malformed-protobuf',
      `The body is no push.v1.PushRequest: ${why}. It was cut or changed on its way, or its content type is another.`,
      { cause },
    )
  }
}

const tooMany = (what: string, limit: number, actual: number): Rejection =>
  new Rejection(
    'body-too-large',
    `The request has ${actual} ${what} or more; at most ${limit} are taken at once. Send them in several.`,
    { limit, actual },
  )
