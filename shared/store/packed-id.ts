import type { PbfWriter } from 'pbf'
import type { SignatureId } from '#shared/signature/signature.ts'

/** The 8 bytes of a signature id. */
export const idBytes = (id: SignatureId): Uint8Array => Buffer.from(id, 'hex')

/** The id of 8 bytes. */
export const idOf = (bytes: Uint8Array): SignatureId =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')

/** Appends bytes without a length before them. */
export function writeRaw(out: PbfWriter, bytes: Uint8Array): void {
  out.realloc(bytes.length)
  out.buf.set(bytes, out.pos)
  out.pos += bytes.length
}
