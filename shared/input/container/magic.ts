/** Tells containers apart by the bytes that they begin with, whatever the file is called. */

export type Container = 'gzip' | 'zstd' | 'zip' | 'tar' | 'bzip2' | 'xz' | '7z' | 'rar' | 'lz4' | 'compress'

/** RFC 1952, RFC 8878, APPNOTE.TXT 4.3 (also of an empty archive and of a spanned one), and the tools' own formats. */
const MAGICS: readonly (readonly [Container, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['zip', [0x50, 0x4b, 0x05, 0x06]],
  ['zip', [0x50, 0x4b, 0x07, 0x08]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['7z', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['rar', [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]],
  ['lz4', [0x04, 0x22, 0x4d, 0x18]],
  ['compress', [0x1f, 0x9d]],
]
/** `BZh`, a level, and the digits of pi that begin a block. */
const BZIP2 = /^BZh[1-9]1AY&SY/
/** `ustar` stands here in both POSIX and GNU headers. */
const USTAR_AT = 257
const USTAR = [0x75, 0x73, 0x74, 0x61, 0x72] as const
/** A header of the old format has no magic: its checksum tells. */
const HEADER_BYTES = 512
const CHECKSUM_AT = 148
const CHECKSUM_BYTES = 8

export function containerOf(head: Uint8Array): Container | undefined {
  const known = MAGICS.find(([, magic]) => startsWith(head, magic))
  if (known !== undefined) return known[0]
  if (BZIP2.test(Buffer.from(head.subarray(0, 10)).toString('latin1'))) return 'bzip2'
  return startsWith(head.subarray(USTAR_AT), USTAR) || hasTarChecksum(head) ? 'tar' : undefined
}

const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  bytes.length >= magic.length && magic.every((byte, i) => bytes[i] === byte)

function hasTarChecksum(head: Uint8Array): boolean {
  if (head.length < HEADER_BYTES || head[0] === 0) return false
  const field = Buffer.from(head.subarray(CHECKSUM_AT, CHECKSUM_AT + CHECKSUM_BYTES)).toString('latin1')
  const [octal] = /^ *[0-7]{1,7}/.exec(field) ?? []
  if (octal === undefined) return false
  let sum = CHECKSUM_BYTES * 0x20
  for (let i = 0; i < HEADER_BYTES; i++)
    if (i < CHECKSUM_AT || i >= CHECKSUM_AT + CHECKSUM_BYTES) sum += head[i] ?? 0
  return sum === Number.parseInt(octal, 8)
}

/** Whether bytes have controls that no text has. ESC colours text, tab and breaks order it, zeros fill up logs. */
export function isBinary(head: Uint8Array): boolean {
  return head.some(
    (byte) => (byte > 0 && byte < 0x09) || (byte > 0x0d && byte < 0x1b) || (byte > 0x1b && byte < 0x20),
  )
}
