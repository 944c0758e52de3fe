import type { PbfReader, PbfWriter } from 'pbf'
import type { SignatureId } from '#shared/signature/signature.ts'

/** The 8 bytes of a signature id. */
export const idBytes = (id: SignatureId): Uint8Array => Buffer.from(id, 'hex')

const ID_BYTES = 8

/** Takes the next 8 bytes for an id. @throws Error where fewer are left */
export const readId = (input: PbfReader): SignatureId => readHex(input, ID_BYTES)

/** Takes the next bytes, as hex digits. @throws Error where fewer are left */
export function readHex(input: PbfReader, bytes: number): string {
  const start = input.pos
  input.pos += bytes
  if (input.pos > input.length) throw new Error(`packed bytes end within an id, at ${input.length}`)
  return Buffer.from(input.buf.subarray(start, input.pos)).toString('hex')
}

/** pbf reads beyond the end without a word. @throws Error where the bytes were cut or more follow */
export function expectEnd({ pos, length }: PbfReader): void {
  if (pos !== length) throw new Error(`packed bytes end at ${length}, what they hold ends at ${pos}`)
}

/** Appends bytes without a length before them. */
export function writeRaw(out: PbfWriter, bytes: Uint8Array): void {
  out.realloc(bytes.length)
  out.buf.set(bytes, out.pos)
  out.pos += bytes.length
}
