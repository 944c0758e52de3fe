import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import type { Encoding } from './read-request.ts'

/** What was not stored, beside what was. */
export interface PartialSuccess {
  readonly rejectedProfiles: number
  readonly errorMessage: string
}

/** `ExportProfilesServiceResponse`; in full success it is empty. Written by hand: the answer of an error must not load the schema. */
export function writeResponse(encoding: Encoding, partial: PartialSuccess | undefined): Uint8Array {
  if (encoding === 'json') {
    // 64-bit integers are texts in JSON (OTLP 1.11, "JSON Protobuf Encoding").
    const partialSuccess = partial && { ...partial, rejectedProfiles: String(partial.rejectedProfiles) }
    return jsonOf({ partialSuccess })
  }
  const writer = new BinaryWriter()
  if (partial === undefined) return writer.finish()
  writer.tag(1, WireType.LengthDelimited).fork()
  writer.tag(1, WireType.Varint).int64(partial.rejectedProfiles)
  writer.tag(2, WireType.LengthDelimited).string(partial.errorMessage)
  return writer.join().finish()
}

/** `google.rpc.Status`, of which the Collector logs the message. @param code of gRPC */
export function writeStatus(encoding: Encoding, code: number, message: string): Uint8Array {
  if (encoding === 'json') return jsonOf({ code, message })
  return new BinaryWriter()
    .tag(1, WireType.Varint)
    .int32(code)
    .tag(2, WireType.LengthDelimited)
    .string(message)
    .finish()
}

const jsonOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value))
