/** Writes zip archives by the specification (APPNOTE.TXT 4.3), also such as no tool writes. */

import { crc32, deflateRawSync } from 'node:zlib'

interface ZipOptions {
  readonly deflates?: boolean
  /** Sets the flag and makes room for the header of encryption: nothing is encrypted. */
  readonly encrypts?: boolean
}

/** Header of the traditional encryption (APPNOTE.TXT 6.1.5). */
const ENCRYPTION_BYTES = 12

export function zipOf(
  files: Readonly<Record<string, string | Uint8Array>>,
  { deflates = false, encrypts = false }: ZipOptions = {},
): Buffer {
  const locals: Buffer[] = []
  const centrals: Buffer[] = []
  let offset = 0
  for (const [path, content] of Object.entries(files)) {
    const name = Buffer.from(path)
    const plain = Buffer.from(content as string)
    const encrypted = Buffer.concat([Buffer.alloc(ENCRYPTION_BYTES), plain])
    const packed = deflates ? deflateRawSync(plain) : encrypts ? encrypted : plain
    const facts = Buffer.alloc(26)
    facts.writeUInt16LE(20, 0)
    facts.writeUInt16LE(encrypts ? 1 : 0, 2)
    facts.writeUInt16LE(deflates ? 8 : 0, 4)
    facts.writeUInt16LE(0x5b7d, 8)
    facts.writeUInt32LE(crc32(plain), 10)
    facts.writeUInt32LE(packed.length, 14)
    facts.writeUInt32LE(plain.length, 18)
    facts.writeUInt16LE(name.length, 22)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), facts, name, packed])
    locals.push(local)
    centrals.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\0'), facts, place, name]))
    offset += local.length
  }
  const central = Buffer.concat(centrals)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(locals.length, 4)
  end.writeUInt16LE(locals.length, 6)
  end.writeUInt32LE(central.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...locals, central, Buffer.from('PK\u0005\u0006'), end])
}
