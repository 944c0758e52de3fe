import { fromBinary, fromJsonString } from '@bufbuild/protobuf'
import { Rejection } from '#shared/api/reason.ts'
import { refuseLargeJson, refuseLargeProto } from './message-size.ts'
import { type ExportProfilesServiceRequest, ExportProfilesServiceRequestSchema } from './otlp_pb.ts'

/** How a message is written (OTLP 1.11, "OTLP/HTTP"); the answer is written in the same way. */
export type Encoding = 'proto' | 'json'

/**
 * The message of an export; what this program does not read of it is stepped over.
 *
 * @throws Rejection `malformed-protobuf`; `body-too-large` for more rows or numbers than the limits
 */
export function readRequest(encoding: Encoding, message: Uint8Array): ExportProfilesServiceRequest {
  const schema = ExportProfilesServiceRequestSchema
  if (encoding === 'json') refuseLargeJson(message)
  else wellFormed(() => refuseLargeProto(schema, message))
  return wellFormed(() => {
    if (encoding === 'proto') return fromBinary(schema, message, { readUnknownFields: false })
    const text = new TextDecoder('utf-8', { fatal: true }).decode(message)
    return fromJsonString(schema, text, { ignoreUnknownFields: true })
  })
}

/** Whatever a decoder says of bytes that it cannot read, the sender has to send others. */
function wellFormed<Read>(read: () => Read): Read {
  try {
    return read()
  } catch (cause) {
    if (cause instanceof Rejection) throw cause
    const why = cause instanceof Error ? cause.message.slice(0, 200) : 'unknown'
    throw new Rejection(
      'malformed-protobuf',
      `The body is no ExportProfilesServiceRequest: ${why}. It was cut or changed on its way, or its content type is another.`,
      { cause },
    )
  }
}
