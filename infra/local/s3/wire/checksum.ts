/** The checksums a client may send with a body: `x-amz-checksum-<algorithm>`, base64. */

import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** A digest over bytes that come in pieces. */
export interface RunningDigest {
  update(chunk: Uint8Array): void
  digest(): Buffer
}

/** Algorithm, as the header names it → a new digest. SDKs send crc32 unless told otherwise. */
export const CHECKSUMS: ReadonlyMap<string, () => RunningDigest> = new Map([
  ['crc32', createCrc32],
  ['sha1', () => createHash('sha1')],
  ['sha256', () => createHash('sha256')],
])

/** Four bytes, big-endian. */
function createCrc32(): RunningDigest {
  let value = 0
  return {
    update(chunk) {
      value = crc32(chunk, value)
    },
    digest() {
      const bytes = Buffer.alloc(4)
      bytes.writeUInt32BE(value)
      return bytes
    },
  }
}
