/** Texts in the encodings that editors and shells of Windows write. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { utf8 } from '#shared/input/framing/encoding.ts'

const DUMP = 'goroutine 7 [select]:\nmain.grüße()\n\t/src/main.go:9 +0x1d\n'
const ENCODED: Readonly<Record<string, (text: string) => Buffer>> = {
  'UTF-8': (text) => Buffer.from(text),
  'UTF-8 with a mark': (text) => Buffer.from(`\ufeff${text}`),
  'UTF-16': (text) => Buffer.from(text, 'utf16le'),
  'UTF-16 with a mark': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'UTF-16 of the other order': (text) => Buffer.from(text, 'utf16le').swap16(),
  'UTF-16 of the other order with a mark': (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
}

/** The bytes as a stream of pieces; its head is what the reader has seen of it. */
async function read(bytes: Buffer, pieces: number): Promise<Buffer> {
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += pieces) yield bytes.subarray(at, at + pieces)
  }
  const out: Uint8Array[] = []
  for await (const chunk of utf8(bytes, chunks())) out.push(chunk)
  return Buffer.concat(out)
}

describe('a text', () => {
  it.each(Object.entries(ENCODED))('in %s comes out as UTF-8, however it is cut', async (_, encode) => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 0, max: 40 }),
        async (piece, end) => {
          const text = DUMP.slice(0, DUMP.length - end)
          expect((await read(encode(text), piece)).toString()).toBe(text)
        },
      ),
    )
  })

  it.each([
    ['nothing', ''],
    ['one character', 'a'],
    ['one character with a zero', 'a\0'],
    ['zeros', '\0'.repeat(40)],
    ['some zeros in other bytes', 'ab\0cdef\0'.repeat(5)],
  ])('of %s stays as it is', async (_, text) => {
    expect((await read(Buffer.from(text), 7)).toString()).toBe(text)
  })
})
