import { zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isZstd, unzstd } from '#shared/goroutine/unzstd.ts'

const LIMIT = 100_000
const packed = zstdCompressSync(Buffer.from('goroutine profile: total 3\n'.repeat(50)))
/** A frame of one byte that asks for a window of 2^n bytes (RFC 8878 §3.1.1.1.2). */
const windowed = (log: number) => Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, (log - 10) << 3, 9, 0, 0, 0x61])

describe('a body of zstd', () => {
  test('is what was packed, whatever it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: LIMIT }), async (bytes) => {
        const body = zstdCompressSync(bytes)
        expect(isZstd(body)).toBe(true)
        expect(await unzstd(body, LIMIT)).toEqual({ answer: 'inflated', bytes: Buffer.from(bytes) })
      }),
    )
  })

  test('may have as many bytes as the limit, and not one more', async () => {
    expect(await unzstd(zstdCompressSync(Buffer.alloc(LIMIT)), LIMIT)).toMatchObject({ answer: 'inflated' })
    expect(await unzstd(zstdCompressSync(Buffer.alloc(LIMIT + 1)), LIMIT)).toMatchObject({
      broken: { reason: 'inflated-too-large', limit: LIMIT, actual: LIMIT + 1 },
    })
  })

  test.for([
    { name: 'cut off', body: packed.subarray(0, -3), says: /does not inflate/ },
    { name: 'only the magic', body: packed.subarray(0, 4), says: /does not inflate/ },
    { name: 'two frames', body: Buffer.concat([packed, packed]), says: /ends after \d+ of \d+ bytes/ },
    { name: 'bytes behind it', body: Buffer.concat([packed, Buffer.from('x')]), says: /ends after/ },
    { name: 'a window of 128 MB', body: windowed(27), says: /window of more than 8388608 bytes/ },
  ])('is malformed: $name', async ({ body, says }) => {
    expect(await unzstd(body, LIMIT)).toMatchObject({
      broken: { reason: 'malformed-zstd', detail: expect.stringMatching(says) },
    })
  })

  test('may ask for a window of 8 MB', async () => {
    expect(await unzstd(windowed(23), LIMIT)).toEqual({ answer: 'inflated', bytes: Buffer.from('a') })
  })

  test('of nothing is empty', async () => {
    expect(await unzstd(zstdCompressSync(''), LIMIT)).toMatchObject({ broken: { reason: 'empty-body' } })
  })

  test('changed anywhere is read or refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(packed.length - 5), fc.nat(255), async (at, byte) => {
        const body = Uint8Array.from(packed)
        body[at + 4] = byte
        expect(['inflated', 'broken']).toContain((await unzstd(body, LIMIT)).answer)
      }),
    )
  })
})

test('gzip, proto and text are no zstd', () => {
  for (const hex of ['1f8b0800', '0a04080110', '676f726f', '28b52f', ''])
    expect(isZstd(Buffer.from(hex, 'hex'))).toBe(false)
})
