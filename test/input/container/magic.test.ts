import fc from 'fast-check'
import { packTar } from 'modern-tar'
import { describe, expect, it, test } from 'vitest'
import { containerOf, isBinary } from '#shared/input/container/magic.ts'

const HEADER_BYTES = 512
const CHECKSUM = { from: 148, to: 156 }
const MAGIC = { from: 257, to: 265 }

/** The header of the format before POSIX: no magic, and the checksum of what is left (tar(5), "Old-Style Archive Format"). */
async function oldTarHeader(): Promise<Buffer> {
  const packed = await packTar([{ header: { name: 'a.txt', size: 1, mtime: new Date(0) }, body: 'x' }])
  const head = Buffer.from(packed.subarray(0, HEADER_BYTES)).fill(0, MAGIC.from, MAGIC.to)
  head.fill(' ', CHECKSUM.from, CHECKSUM.to)
  const sum = head.reduce((total, byte) => total + byte, 0)
  head.write(`${sum.toString(8).padStart(6, ' ')}\0 `, CHECKSUM.from, 'latin1')
  return head
}

describe('a container is told by its first bytes', () => {
  test.each([
    ['gzip', '1f8b'],
    ['zstd', '28b52ffd'],
    ['zip', '504b0304'],
    ['zip', '504b0506'],
    ['zip', '504b0708'],
    ['xz', 'fd377a585a00'],
    ['7z', '377abcaf271c'],
    ['rar', '526172211a07'],
    ['lz4', '04224d18'],
    ['compress', '1f9d'],
    ['bzip2', Buffer.from('BZh91AY&SY').toString('hex')],
  ])('%s by %s, and by nothing less', (container, hex) => {
    const magic = Buffer.from(hex, 'hex')
    expect(containerOf(magic)).toBe(container)
    for (let bytes = 0; bytes < magic.length; bytes++)
      expect(containerOf(magic.subarray(0, bytes))).toBeUndefined()
  })

  test('a tar of the old format by its checksum', async () => {
    const head = await oldTarHeader()
    expect(containerOf(head)).toBe('tar')
    expect(containerOf(Buffer.concat([head, Buffer.alloc(HEADER_BYTES)]))).toBe('tar')
    expect(containerOf(head.subarray(0, HEADER_BYTES - 1))).toBeUndefined()
  })

  test('which holds for each byte of the header', async () => {
    const head = await oldTarHeader()
    const outside = fc.nat({ max: HEADER_BYTES - 1 }).filter((at) => at < CHECKSUM.from || at >= CHECKSUM.to)
    fc.assert(
      fc.property(outside, fc.integer({ min: 1, max: 255 }), (at, more) => {
        const changed = Buffer.from(head)
        changed[at] = ((head[at] ?? 0) + more) % 256
        expect(containerOf(changed)).toBeUndefined()
      }),
    )
  })

  test('zeros and a checksum without digits are no tar', () => {
    expect(containerOf(Buffer.alloc(HEADER_BYTES))).toBeUndefined()
    expect(containerOf(Buffer.alloc(HEADER_BYTES, 'a'))).toBeUndefined()
    const zeros = Buffer.alloc(HEADER_BYTES)
    zeros.write('000400\0 ', CHECKSUM.from, 'latin1')
    expect(containerOf(zeros)).toBeUndefined()
  })
})

/** Tab, line feed, vertical tab, form feed, carriage return and escape; a zero fills up logs. */
const OF_TEXT = new Set([0, 9, 10, 11, 12, 13, 27])

it.each(Array.from({ length: 256 }, (_, byte) => byte))('byte %i is of a text, or of none', (byte) => {
  expect(isBinary(Uint8Array.of(65, byte, 65))).toBe(byte < 32 && !OF_TEXT.has(byte))
})
